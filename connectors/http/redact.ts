/** A function that replaces every occurrence of the given values, plain or URL-encoded, by `[redacted]`. */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const values = [...secrets]
    .filter((value) => value.length >= 4)
    .flatMap((value) => [
      value,
      encodeURIComponent(value),
      new URLSearchParams({ v: value }).toString().slice(2),
    ])
    .sort((a, b) => b.length - a.length);
  return (text) => values.reduce((rest, value) => rest.replaceAll(value, '[redacted]'), text);
}
