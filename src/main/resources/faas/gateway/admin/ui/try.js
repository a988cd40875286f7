import { command, h, setText } from './dom.js';
import { bodyInput, jsonOf, parameterInput } from './form.js';
import { count } from './format.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const BINARY = '\ufffd';

/** A form that calls a function by the gateway's own port for clients, and shows the answer and the same call for a terminal. */
export class TryView {
  #name;
  #port = '8080';
  #inputs = [];
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
    try {
      this.#drawTyped(known);
    } catch {
      // Another server's answer.
      this.#drawPlain();
    }
    this.#drawCurl();
  }

  /** A field for each parameter that the function names. */
  #drawTyped(known) {
    this.#inputs = known.parameters.map(parameter => parameterInput(parameter));
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
    const body = bodyInput({ name: 'body', title: 'Body', type: 'text or a file', required: true }, true);
    this.#plain = { method, rest, fields, body };
    this.#form.replaceChildren(
      labelled('try-method', 'Method', method),
      labelled('try-rest', `What follows /${this.#name}`, rest),
      labelled('try-fields', 'Header fields, one a line', fields),
      body.element,
      h('p', { class: 'actions' }, this.#button));
  }
  #plain = null;

  /** The one object that is sent and that the command is made from. */
  #request() {
    return this.#plain ? this.#plainRequest() : this.#typedRequest();
  }

  #plainRequest() {
    const rest = this.#plain.rest.value.trim();
    const fields = this.#plain.fields.value.split('\n').filter(line => line.includes(':'))
      .map(line => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]);
    return {
      function: this.#name,
      method: this.#plain.method.value,
      rest: rest === '' || rest.startsWith('/') || rest.startsWith('?') ? rest : `/${rest}`,
      ...withBody(this.#plain.body.body(), fields),
    };
  }

  /** With JSON where only that can say it, else with a query. */
  #typedRequest() {
    const raw = this.#inputs.find(input => input.parameter.in === 'body');
    const others = this.#inputs.filter(input => input !== raw);
    const json = raw ? raw.json() : others.some(input => input.needsJson()) ? jsonOf(others) : undefined;
    const query = !raw && json !== undefined ? [] : others.flatMap(input => input.pairs(input.parameter.name));
    const content = json !== undefined ? { body: JSON.stringify(json), type: 'application/json' } : raw?.body?.() ?? { body: '' };
    return {
      function: this.#name,
      method: raw || json !== undefined ? 'POST' : 'GET',
      rest: query.length > 0 ? `?${new URLSearchParams(query)}` : '',
      ...withBody(content, []),
    };
  }

  #drawCurl() {
    this.#curl.replaceChildren(command(this.#command(this.#request())));
  }

  #command(request) {
    return curl(request, `http://${location.hostname}:${this.#port}`);
  }

  async #send() {
    const request = this.#request();
    this.#button.disabled = true;
    setText(this.#button, 'Calling…');
    try {
      const response = await fetch('try', {
        method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Faas-Try': '1' }, body: JSON.stringify(request), signal: this.#closed.signal,
      });
      if (response.ok) {
        this.#drawAnswer(await response.json(), request);
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

  #drawAnswer(answer, request) {
    const tone = answer.status >= 500 ? 'bad' : answer.status >= 400 ? 'warn' : 'ok';
    const task = h('dd', {}, servedBy(answer.call));
    this.#answer.replaceChildren(...[
      h('h2', { class: `tone-${tone} status` }, `Status ${answer.status}`),
      h('p', { class: 'muted' }, `${answer.millis} ms, ${count(answer.bytes)} bytes${answer.truncated ? ', and more that is not shown' : ''}`),
      answer.body === '' ? h('p', { class: 'muted' }, 'No body.') : h('pre', { class: 'log', tabindex: '0', 'aria-label': 'Body' }, answer.body),
      answer.body.includes(BINARY) && h('p', { class: 'muted' }, 'What is no UTF-8 is shown as �.'),
      answer.call && h('dl', { class: 'facts record-of-call' },
        h('dt', {}, 'Served by'), task,
        h('dt', {}, 'Tries'), h('dd', {}, count(answer.call.attempts)),
        h('dt', {}, 'Held'), h('dd', {}, answer.call.heldMillis > 0 ? `${answer.call.heldMillis} ms` : 'no'),
        answer.call.fault !== '' && [h('dt', {}, 'Fault'), h('dd', {}, h('code', {}, answer.call.fault))],
        h('dt', {}, 'Call id'), h('dd', {}, h('code', {}, answer.call.call))),
      h('details', {}, h('summary', {}, 'Header fields'),
        h('dl', { class: 'facts' }, answer.fields.flatMap(([name, value]) => [h('dt', {}, h('code', {}, name)), h('dd', {}, value)]))),
      h('details', {}, h('summary', {}, 'curl'), command(this.#command(request))),
    ].filter(Boolean));
    this.#mark(answer);
    if (answer.call && answer.call.task !== '') {
      this.#nameNode(answer.call, task);
    }
  }

  /** The record of a call has no names of nodes. */
  async #nameNode(call, element) {
    try {
      const response = await fetch(`/system/diagnosis?function=${encodeURIComponent(this.#name)}`, { cache: 'no-store', signal: this.#closed.signal });
      const { services } = await response.json();
      const node = services.flatMap(service => service.tasks).find(task => task.id === call.task)?.node;
      setText(element, servedBy(call, node));
    } catch {
      // The task is known without it.
    }
  }

  /** A function names the parameters that it refuses. */
  #mark(answer) {
    let refused = [];
    try {
      refused = answer.status === 400 ? JSON.parse(answer.body).parameters ?? [] : [];
    } catch {
      // Another server's 400.
    }
    const faults = Array.isArray(refused) ? refused : [];
    this.#inputs.forEach(input => input.mark(faults, input.parameter.in === 'body' && input.parameter.parameters ? '' : input.parameter.name));
  }
}

/** The fields and the body of a request; a type that is known is sent unless another one is. */
function withBody({ type, ...content }, fields) {
  const typed = !type || fields.some(([name]) => name.toLowerCase() === 'content-type');
  return { fields: typed ? fields : [...fields, ['Content-Type', type]], ...content };
}

function servedBy({ task, slot }, node = '') {
  if (task === '') {
    return 'no task: the gateway answered itself';
  }
  return [slot > 0 ? `slot ${slot}` : `task ${task.slice(0, 12)}`, node === '' ? '' : `on ${node}`].join(' ').trim();
}

function labelled(id, text, control) {
  return h('div', { class: 'field' }, h('label', { for: id }, text), control);
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
    parts.push('--data-binary', quoted(request.file ? `@${request.file}` : request.body));
  }
  parts.push(quoted(`${gateway}/${request.function}${request.rest}`));
  return parts.join(' ');
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
