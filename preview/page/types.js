/**
 * Words that the page's modules share. Grafana's own JSON is described only as far as it is read.
 *
 * @typedef {string | number | boolean | null} Cell as the server answers: exact text of numbers, ISO text of times
 * @typedef {'time' | 'number' | 'string' | 'boolean'} FieldType
 * @typedef {{ refId: string, format: string, fields: { name: string, type: FieldType }[], rows: Cell[][] }} Target
 *
 * @typedef {{ title: string, url: string, targetBlank?: boolean }} DataLink
 * @typedef {{ value: number | null, color: string }} Step
 * @typedef {{ mode: 'absolute' | 'percentage', steps: Step[] }} Thresholds
 * @typedef {{ text?: string, color?: string, index?: number }} MappingResult
 * @typedef {{ type: 'value', options: Record<string, MappingResult> }
 *   | { type: 'range', options: { from?: number | null, to?: number | null, result: MappingResult } }
 *   | { type: 'regex', options: { pattern: string, result: MappingResult } }
 *   | { type: 'special', options: { match: string, result: MappingResult } }} Mapping
 *
 * @typedef {object} FieldConfig
 * @property {string} [displayName]
 * @property {string} [unit]
 * @property {number} [decimals]
 * @property {number} [min]
 * @property {number} [max]
 * @property {string} [noValue]
 * @property {Mapping[]} [mappings]
 * @property {Thresholds} [thresholds]
 * @property {{ mode: string, fixedColor?: string }} [color]
 * @property {DataLink[]} [links]
 * @property {Record<string, any>} [custom]
 *
 * @typedef {{ defaults: FieldConfig, overrides: { matcher: { id: string, options?: any }, properties: { id: string, value?: any }[] }[] }} FieldConfigSource
 *
 * @typedef {object} Field
 * @property {string} name as the query names it
 * @property {FieldType} type
 * @property {string} refId the query that it came from
 * @property {string} title as the reader reads it
 * @property {FieldConfig} config
 * @property {Cell[]} values
 * @property {(string | undefined)[]} [seriesColors]
 *
 * @typedef {{ refId: string, fields: Field[], length: number }} Frame
 *
 * @typedef {object} Panel
 * @property {number} id
 * @property {string} type
 * @property {string} title
 * @property {string} [description]
 * @property {{ title: string, url: string, targetBlank?: boolean }[]} [links]
 * @property {{ x: number, y: number, w: number, h: number }} gridPos
 * @property {boolean} [collapsed]
 * @property {Panel[]} [panels]
 * @property {FieldConfigSource} [fieldConfig]
 * @property {Record<string, any>} [options]
 * @property {unknown[]} [transformations]
 * @property {unknown[]} [targets]
 *
 * @typedef {object} VariableDefinition
 * @property {string} name
 * @property {string} [type]
 * @property {string} [label]
 * @property {string} [description]
 * @property {boolean} [multi]
 * @property {boolean} [includeAll]
 * @property {{ text: string, value: string }[]} [options]
 * @property {{ value?: string | string[] }} [current]
 *
 * @typedef {object} Dashboard
 * @property {string} uid
 * @property {string} title
 * @property {string} [description]
 * @property {{ from: string, to: string }} [time]
 * @property {{ title: string, url: string, tooltip?: string, keepTime?: boolean, includeVars?: boolean, targetBlank?: boolean }[]} [links]
 * @property {Panel[]} panels
 * @property {{ list: VariableDefinition[] }} [templating]
 *
 * @typedef {object} Variable
 * @property {string} label
 * @property {{ text: string, value: string }[]} options
 * @property {string[]} current
 * @property {boolean} multi
 * @property {boolean} includeAll
 * @typedef {Record<string, Variable>} Variables
 *
 * @typedef {{ name: string, color: string, time: string, text: string }} Annotation
 * @typedef {{ name: string, message: string }} UnreadKind annotations of one name that cannot be read, and why; without a name: all
 * @typedef {{ marks: Annotation[], unread: UnreadKind[] }} Marks
 *
 * @typedef {object} PanelContext what a picture may need besides its data
 * @property {import('./time-range.js').TimeRange} range
 * @property {import('./links.js').LinkContext} links
 * @property {Annotation[]} annotations
 * @property {boolean} isPrint
 */
export {};
