import { h, setText } from './dom.js';

const NUMBER = /^(byte|short|int|long|float|double|Byte|Short|Integer|Long|Float|Double|BigInteger|BigDecimal)$/;
const NUMBER_TEXT = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const BYTES = /^(byte\[\]|InputStream)$/;
const LIST = /^(List|Set|Collection)<|\[\]$/;

/** In Base64 it has to fit into the megabyte that the gateway takes. */
const MAX_FILE_BYTES = 700 * 1024;

/**
 * The part of the form for one parameter. Each such part has an element and can tell whether it is empty, and whether only JSON can say
 * it; it gives its value as pairs for a query and as JSON (undefined if it is left out), and marks what a function refused. The scope
 * keeps ids apart.
 */
export function parameterInput(parameter, scope = '') {
  if (parameter.in === 'body' && !Array.isArray(parameter.parameters)) {
    return bodyInput(parameter, BYTES.test(parameter.type));
  }
  if (!Array.isArray(parameter.parameters)) {
    return LIST.test(parameter.type) ? listInput(parameter, scope) : scalarInput(parameter, scope);
  }
  return LIST.test(parameter.type) && parameter.in !== 'body' ? recordsInput(parameter, `${scope}${parameter.name}.`) : recordInput(parameter, `${scope}${parameter.name}.`);
}

function about(parameter, more = '') {
  return [parameter.type, parameter.required ? '' : 'optional', parameter.default === undefined ? '' : `default ${parameter.default}`,
    more, parameter.description ?? ''].filter(text => text !== '').join(', ');
}

/** A control with its label, and a place for what is wrong with it. */
function labelled(parameter, scope, control, more) {
  const id = `try-${scope}${parameter.name}`;
  control.setAttribute('id', id);
  const fault = h('p', { class: 'reason fault', id: `${id}-fault`, hidden: true });
  return {
    element: h('div', { class: 'field' }, h('label', { for: id }, parameter.title ?? parameter.name, ' ', h('span', { class: 'muted' }, about(parameter, more))), control, fault),
    say(message) {
      fault.hidden = message === null;
      setText(fault, message ?? '');
      control.setAttribute('aria-invalid', String(message !== null));
      control.setAttribute('aria-describedby', message === null ? '' : fault.id);
    },
  };
}

/** What a function says of a parameter, which it names by its path. */
function refusalOf(faults, isPath) {
  const fault = faults.find(one => isPath(String(one.name)));
  return fault ? `${fault.name}: ${String(fault.problem ?? 'refused').replaceAll('_', ' ')}` : null;
}

function scalarInput(parameter, scope) {
  const values = /^[bB]oolean$/.test(parameter.type) ? ['true', 'false'] : parameter.values;
  const control = values
    ? h('select', {}, h('option', { value: '' }, parameter.required ? 'choose' : 'leave out'), values.map(value => h('option', { value }, value)))
    : h('input', { type: 'text', spellcheck: 'false', autocomplete: 'off', inputmode: NUMBER.test(parameter.type) ? 'decimal' : null });
  const { element, say } = labelled(parameter, scope, control);
  const isLeftOut = () => control.value === '' && (Boolean(values) || !parameter.required || parameter.default !== undefined);
  return {
    parameter,
    element,
    needsJson: () => false,
    isEmpty: () => control.value === '',
    pairs: path => (isLeftOut() ? [] : [[path, control.value]]),
    json: () => (isLeftOut() ? undefined : scalar(parameter.type, control.value)),
    mark: (faults, path) => say(refusalOf(faults, name => name === path)),
  };
}

function listInput(parameter, scope) {
  const control = h('textarea', { rows: '3', spellcheck: 'false' });
  const { element, say } = labelled(parameter, scope, control, 'one a line');
  const lines = () => control.value.split('\n').filter(line => line !== '');
  return {
    parameter,
    element,
    needsJson: () => false,
    isEmpty: () => lines().length === 0,
    pairs: path => lines().map(line => [path, line]),
    json: () => (lines().length === 0 ? undefined : lines().map(line => scalar(elementType(parameter.type), line))),
    mark: (faults, path) => say(refusalOf(faults, name => name === path || name.startsWith(`${path}[`))),
  };
}

/** A record: its components together. An optional one is left out if all of them are empty. */
function recordInput(parameter, scope) {
  const parts = parameter.parameters.map(part => parameterInput(part, scope));
  const fault = h('p', { class: 'reason fault', hidden: true });
  const isEmpty = () => parts.every(part => part.isEmpty());
  const isLeftOut = () => isEmpty() && !parameter.required;
  return {
    parameter,
    element: h('fieldset', { class: 'record' },
      h('legend', {}, parameter.name, ' ', h('span', { class: 'muted' }, about(parameter))), parts.map(part => part.element), fault),
    needsJson: () => parts.some(part => part.needsJson()),
    isEmpty,
    pairs: path => (isLeftOut() ? [] : parts.flatMap(part => part.pairs(`${path}.${part.parameter.name}`))),
    json: () => (isLeftOut() ? undefined : jsonOf(parts)),
    mark(faults, path) {
      // What takes the whole body is not named by its components.
      parts.forEach(part => part.mark(faults, path === '' ? part.parameter.name : `${path}.${part.parameter.name}`));
      const message = refusalOf(faults, name => name === path);
      fault.hidden = message === null;
      setText(fault, message ?? '');
    },
  };
}

/** A list of records, of which one adds as many as one likes. */
function recordsInput(parameter, scope) {
  const rows = [];
  let made = 0;
  const list = h('div', { class: 'records' });
  const add = h('button', { type: 'button', class: 'button', onclick: () => addRow(true) }, `Add to ${parameter.name}`);
  function addRow(byHand) {
    const row = recordInput({ ...parameter, type: elementType(parameter.type), required: true, description: undefined }, `${scope}${made++}.`);
    const remove = h('button', { type: 'button', class: 'button', 'aria-label': `Remove this one of ${parameter.name}` }, 'Remove');
    remove.addEventListener('click', () => {
      rows.splice(rows.indexOf(row), 1);
      row.element.remove();
      add.focus();
      add.dispatchEvent(new Event('input', { bubbles: true }));
    });
    row.element.append(remove);
    rows.push(row);
    list.append(row.element);
    if (byHand) {
      row.element.querySelector('input, select, textarea')?.focus();
      add.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }
  if (parameter.required) {
    addRow(false);
  }
  return {
    parameter,
    element: h('fieldset', { class: 'record' }, h('legend', {}, parameter.name, ' ', h('span', { class: 'muted' }, about(parameter))), list, add),
    needsJson: () => rows.length > 0,
    isEmpty: () => rows.length === 0,
    pairs: () => [],
    json: () => (rows.length === 0 ? undefined : rows.map(row => row.json())),
    mark: (faults, path) => rows.forEach((row, i) => row.mark(faults, `${path}[${i}]`)),
  };
}

/** The whole body: as text, or where bytes are taken out of a file. */
export function bodyInput(parameter, takesFiles) {
  const control = h('textarea', { rows: '6', spellcheck: 'false' });
  const { element, say } = labelled(parameter, '', control);
  const file = h('input', { type: 'file', 'aria-label': `${parameter.name} from a file` });
  let content = null;
  file.addEventListener('change', async () => {
    content = await fileContent(file.files[0], say);
    control.disabled = content !== null;
    element.dispatchEvent(new Event('input', { bubbles: true }));
  });
  if (takesFiles) {
    element.append(file);
  }
  return {
    parameter,
    element,
    needsJson: () => false,
    isEmpty: () => control.value === '' && content === null,
    pairs: () => [],
    json: () => undefined,
    /** What the request says of the body. */
    body: () => content ?? { body: control.value },
    mark: (faults, path) => say(refusalOf(faults, name => name === path)),
  };
}

async function fileContent(file, say) {
  if (!file) {
    say(null);
    return null;
  }
  if (file.size > MAX_FILE_BYTES) {
    say(`${file.name} has more than ${MAX_FILE_BYTES / 1024} KiB: use the command instead`);
    return null;
  }
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  }).catch(error => {
    say(`${file.name} cannot be read: ${error.message}`);
    return null;
  });
  if (url === null) {
    return null;
  }
  say(null);
  return { body: url.slice(url.indexOf(',') + 1), base64: true, file: file.name, type: file.type };
}

/** The values of parts by their names, without those that are left out. */
export function jsonOf(parts) {
  return Object.fromEntries(parts.map(part => [part.parameter.name, part.json()]).filter(([, value]) => value !== undefined));
}

function elementType(type) {
  return type.replace(/^\w+<(.*)>$/, '$1').replace(/\[\]$/, '');
}

function scalar(type, text) {
  if (NUMBER.test(type) && NUMBER_TEXT.test(text)) {
    return Number(text);
  }
  return /^[bB]oolean$/.test(type) ? text === 'true' : text;
}
