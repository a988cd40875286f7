import { command, h, setText } from './dom.js';
import { count } from './format.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const NUMBER = /^(byte|short|int|long|float|double|Byte|Short|Integer|Long|Float|Double|BigInteger|BigDecimal)$/;
const NUMBER_TEXT = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const BINARY = '\ufffd';

/** A form that calls a function by the gateway's own port for clients, and shows the answer and the same call for a terminal. */
export class TryView {
  #name;
  #port = '8080';
  #inputs = [];
  #body = null;
  #closed = new AbortController();
  #form = h('form', { class: 'try', novalidate: true, onsubmit: event => { event.preventDefault(); this.#send(); }, oninput: () => this.#drawCurl() });
  #curl = h('div', {});
  #answer = h('section', { class: 'answer', 'aria-live': 'polite', 'aria-label': 'Answer' });
  #button = h('button', { type: 'submit', class: 'button primary' }, 'Call');

  constructor(feed, name) {
    this.#name = name;
    this.element = h('div', { class: 'view' },
      h('p', { class: 'back' }, h('a', { href: `#/f/${encodeURIComponent(name)}` }, `← ${name}`)),
      h('h1', {}, `Try ${name}`),
      h('p', { class: 'muted' }, 'The gateway makes this call on its own port for clients: it is routed, limited, counted and logged like any other.'),
      h('div', { class: 'panels' },
        h('div', {}, this.#form, h('h2', {}, 'At a terminal'), this.#curl),
        this.#answer));
    this.#load();
  }

  update() {}

  close() {
    this.#closed.abort();
  }

  async #load() {
    const query = `function=${encodeURIComponent(this.#name)}`;
    const [signature, settings] = await Promise.all([`signature?${query}`, '/system/settings'].map(path =>
      fetch(path, { cache: 'no-store', signal: this.#closed.signal }).catch(() => null)));
    if (signature?.status === 403) {
      this.#form.replaceChildren(h('p', { class: 'reason' }, await signature.text()));
      return;
    }
    const listen = settings?.ok ? (await settings.json()).find(setting => setting.name === 'FAAS_LISTEN')?.value : null;
    this.#port = /:([1-9]\d*)/.exec(listen ?? '')?.[1] ?? this.#port;
    const known = signature?.ok ? await signature.json().catch(() => null) : null;
    if (Array.isArray(known?.parameters)) {
      this.#drawTyped(known);
    } else {
      this.#drawPlain();
    }
    this.#drawCurl();
  }

  /** A field for each parameter that the function names. */
  #drawTyped(known) {
    this.#inputs = known.parameters.map(parameterInput);
    this.#form.replaceChildren(
      known.parameters.length === 0 ? h('p', { class: 'muted' }, 'It has no parameters.') : '',
      ...this.#inputs.map(input => input.element),
      h('p', { class: 'actions' }, this.#button,
        h('button', { type: 'button', class: 'button', onclick: () => { this.#inputs = []; this.#drawPlain(); this.#drawCurl(); } }, 'Write the request')),
      known.result ? h('p', { class: 'muted' }, `It returns ${known.result}.`) : '');
    this.#plain = null;
  }

  /** Method, path, fields and body for all other functions. */
  #drawPlain() {
    const method = h('select', { id: 'try-method' }, METHODS.map(name => h('option', {}, name)));
    const rest = h('input', { id: 'try-rest', type: 'text', placeholder: '/path?name=value', spellcheck: 'false', autocomplete: 'off' });
    const fields = h('textarea', { id: 'try-fields', rows: '2', placeholder: 'Content-Type: application/json', spellcheck: 'false' });
    const body = h('textarea', { id: 'try-body', rows: '6', spellcheck: 'false' });
    this.#plain = { method, rest, fields, body };
    this.#form.replaceChildren(
      labelled('try-method', 'Method', method),
      labelled('try-rest', `What follows /${this.#name}`, rest),
      labelled('try-fields', 'Header fields, one a line', fields),
      labelled('try-body', 'Body', body),
      h('p', { class: 'actions' }, this.#button));
  }
  #plain = null;

  /** The one object that is sent and that the command is made from. */
  #request() {
    return this.#plain ? this.#plainRequest() : this.#typedRequest();
  }

  #plainRequest() {
    const rest = this.#plain.rest.value.trim();
    return {
      function: this.#name,
      method: this.#plain.method.value,
      rest: rest === '' || rest.startsWith('/') || rest.startsWith('?') ? rest : `/${rest}`,
      fields: this.#plain.fields.value.split('\n').filter(line => line.includes(':'))
        .map(line => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]),
      body: this.#plain.body.value,
    };
  }

  #typedRequest() {
    const given = this.#inputs.filter(input => input.value() !== null);
    const raw = given.find(input => input.parameter.in === 'body');
    const inQuery = given.filter(input => input !== raw);
    if (!raw && given.some(input => input.isJson)) {
      return {
        function: this.#name, method: 'POST', rest: '', fields: [['Content-Type', 'application/json']],
        body: JSON.stringify(Object.fromEntries(given.map(input => [input.parameter.name, input.json()]))),
      };
    }
    const query = new URLSearchParams(inQuery.flatMap(input => [input.value()].flat().map(value => [input.parameter.name, value])));
    return {
      function: this.#name,
      method: raw ? 'POST' : 'GET',
      rest: query.size > 0 ? `?${query}` : '',
      fields: raw?.parameter.parameters ? [['Content-Type', 'application/json']] : [],
      body: raw ? raw.value() : '',
    };
  }

  #drawCurl() {
    try {
      this.#curl.replaceChildren(command(curl(this.#request(), `http://${location.hostname}:${this.#port}`)));
    } catch {
      this.#curl.replaceChildren(h('p', { class: 'muted' }, 'A field is no JSON yet.'));
    }
  }

  async #send() {
    let request;
    try {
      request = this.#request();
    } catch (error) {
      this.#answer.replaceChildren(h('h2', {}, 'Not sent'), h('p', { class: 'reason' }, `A field is no JSON: ${error.message}`));
      return;
    }
    this.#button.disabled = true;
    setText(this.#button, 'Calling…');
    try {
      const response = await fetch('try', {
        method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Faas-Try': '1' }, body: JSON.stringify(request), signal: this.#closed.signal,
      });
      if (response.ok) {
        this.#drawAnswer(await response.json());
      } else {
        this.#answer.replaceChildren(h('h2', {}, 'Not called'), h('p', { class: 'reason' }, await response.text()));
      }
    } catch (error) {
      this.#answer.replaceChildren(h('h2', {}, 'No answer'), h('p', { class: 'reason' }, `The page lost this gateway: ${error.message}`));
    } finally {
      this.#button.disabled = false;
      setText(this.#button, 'Call');
    }
  }

  #drawAnswer(answer) {
    const callId = answer.fields.find(([name]) => name.toLowerCase() === 'x-call-id')?.[1];
    const tone = answer.status >= 500 ? 'bad' : answer.status >= 400 ? 'warn' : 'ok';
    this.#answer.replaceChildren(...[
      h('h2', { class: `tone-${tone} status` }, `Status ${answer.status}`),
      h('p', { class: 'muted' }, `${answer.millis} ms, ${count(answer.bytes)} bytes${answer.truncated ? ', and more that is not shown' : ''}`,
        callId ? ', call ' : '', callId && h('code', {}, callId)),
      answer.body === '' ? h('p', { class: 'muted' }, 'No body.') : h('pre', { class: 'log', tabindex: '0', 'aria-label': 'Body' }, answer.body),
      answer.body.includes(BINARY) && h('p', { class: 'muted' }, 'What is no UTF-8 is shown as �.'),
      h('details', {}, h('summary', {}, 'Header fields'),
        h('dl', { class: 'facts' }, answer.fields.flatMap(([name, value]) => [h('dt', {}, h('code', {}, name)), h('dd', {}, value)]))),
    ].filter(Boolean));
    this.#mark(answer);
  }

  /** A function names the parameters that it refuses. */
  #mark(answer) {
    let refused = [];
    try {
      refused = answer.status === 400 ? JSON.parse(answer.body).parameters ?? [] : [];
    } catch {
      // Another server's 400.
    }
    for (const input of this.#inputs) {
      const fault = refused.find(one => one.name === input.parameter.name || String(one.name).startsWith(`${input.parameter.name}.`));
      input.mark(fault ? `${fault.name}: ${String(fault.problem ?? 'refused').replaceAll('_', ' ')}` : null);
    }
  }
}

function labelled(id, text, control) {
  return h('div', { class: 'field' }, h('label', { for: id }, text), control);
}

/** The field of one parameter: its value is null if it is left out, and a list for a list. */
function parameterInput(parameter) {
  const id = `try-${parameter.name}`;
  const isList = /^(List|Set|Collection)<|\[\]$/.test(parameter.type);
  const isJson = Array.isArray(parameter.parameters) && parameter.in !== 'body';
  const control = controlOf(parameter, id, isList, isJson);
  const fault = h('p', { class: 'reason fault', id: `${id}-fault`, hidden: true });
  const about = [parameter.type, parameter.required ? '' : 'optional', parameter.default !== undefined ? `default ${parameter.default}` : '',
    isList && !isJson ? 'one a line' : '', isJson ? 'as JSON' : '', parameter.description ?? ''].filter(text => text !== '').join(', ');
  const text = () => control.value;
  return {
    parameter,
    isJson,
    element: h('div', { class: 'field' }, h('label', { for: id }, parameter.name, ' ', h('span', { class: 'muted' }, about)), control, fault),
    value() {
      if (text() === '' && (control.tagName === 'SELECT' || !parameter.required || parameter.default !== undefined || isList)) {
        return null;
      }
      return isList && !isJson && parameter.in !== 'body' ? text().split('\n').filter(line => line !== '') : text();
    },
    json() {
      const value = this.value();
      if (isJson) {
        return JSON.parse(value);
      }
      return Array.isArray(value) ? value.map(one => scalar(parameter, one)) : scalar(parameter, value);
    },
    mark(message) {
      fault.hidden = message === null;
      setText(fault, message ?? '');
      control.setAttribute('aria-invalid', String(message !== null));
      control.setAttribute('aria-describedby', message === null ? '' : fault.id);
    },
  };
}

function scalar(parameter, value) {
  const type = parameter.type.replace(/^\w+<(.*)>$/, '$1');
  if (NUMBER.test(type) && NUMBER_TEXT.test(value)) {
    return Number(value);
  }
  return /^[bB]oolean$/.test(type) ? value === 'true' : value;
}

function controlOf(parameter, id, isList, isJson) {
  const values = /^[bB]oolean$/.test(parameter.type) ? ['true', 'false'] : parameter.values;
  if (values && !isList) {
    return h('select', { id }, h('option', { value: '' }, parameter.required ? 'choose' : 'leave out'), values.map(value => h('option', { value }, value)));
  }
  if (isList || isJson || parameter.in === 'body') {
    return h('textarea', { id, rows: parameter.in === 'body' ? '6' : '3', spellcheck: 'false' });
  }
  return h('input', { id, type: 'text', spellcheck: 'false', autocomplete: 'off', inputmode: NUMBER.test(parameter.type) ? 'decimal' : null });
}

function curl(request, gateway) {
  const parts = ['curl'];
  if (request.method === 'HEAD') {
    parts.push('-I');
  } else if (request.method !== (request.body === '' ? 'GET' : 'POST')) {
    parts.push('-X', request.method);
  }
  request.fields.forEach(([name, value]) => parts.push('-H', quoted(`${name}: ${value}`)));
  if (request.body !== '') {
    if (!request.fields.some(([name]) => name.toLowerCase() === 'content-type')) {
      parts.push('-H', quoted('Content-Type:'));
    }
    parts.push('--data-binary', quoted(request.body));
  }
  parts.push(quoted(`${gateway}/${request.function}${request.rest}`));
  return parts.join(' ');
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
