const subjects =
  'Order,Customer,Vendor,Inventory,Payment,Recipe,Route,Plant,Pricing,Promotion,Warehouse,Demand,Fleet,Invoice,Loyalty,Quality,Retail,Supply,Sales,Contract'.split(
    ',',
  );
const objects =
  'Planning,Management,Tracking,Reporting,Forecast,Settlement,Execution,Optimizer,Catalog,Exchange,Historian,Analytics,Clearing,Registry,Scheduling'.split(
    ',',
  );
const kinds = 'Service,Portal,Platform,System,Engine,Gateway,Hub,Console,API,Mobile'.split(',');
const suffixes = ['-PROD', '_uat', ' (DEV)', '', '-EU', ' v2'];

/** As many different service names, the same ones every time. */
export function serviceNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = Math.floor(index / (subjects.length * objects.length));
    const words = [
      pick(subjects, index),
      pick(objects, Math.floor(index / subjects.length)),
      pick(kinds, kind),
    ];
    return words.join(' ');
  });
}

/** What monitoring calls them: with suffixes, other separators, abbreviations and words left out; every seventh is unknown. */
export function applicationNames(services: readonly string[]): string[] {
  return services.map((service, index) => {
    const suffix = pick(suffixes, index);
    if (index % 7 === 0) return `${pick(kinds, index)} of ${pick(objects, index * 3)} ${index}${suffix}`;
    if (index % 5 === 0) return service.replaceAll(' ', '_').toLowerCase() + suffix;
    if (index % 3 === 0) return service.replace('Management', 'Mgmt').replace('Service', 'Svc') + suffix;
    return service + suffix;
  });
}

function pick(words: readonly string[], index: number): string {
  return words[index % words.length] ?? '';
}
