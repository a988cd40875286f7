import { h } from './dom.js';
import { count, plural } from './format.js';

const FAULTS_OF_ACCESS = new Set([
  'unauthorized', 'too_many_guesses', 'no_certificate', 'wrong_certificate', 'denied', 'wrong_address', 'rate_limited', 'closed', 'auth_unavailable',
]);

/**
 * The labels that decide about every function, with or without them: the value in force, which is undefined where none is, and what
 * holds then. The last ones say who may call.
 */
const LABELS = [
  ['faas.port', ({ port }) => String(port), () => ''],
  ['faas.timeout', ({ policy }) => seconds(policy.timeoutSeconds), setting('FAAS_TIMEOUT')],
  ['faas.retries', ({ policy }) => number(policy.retries), () => '2'],
  ['faas.max-inflight', ({ policy }) => policy.maxInFlight === undefined ? undefined : plural(policy.maxInFlight, 'call per task', 'calls per task'), () => 'no limit'],
  ['faas.hold', ({ policy }) => seconds(policy.holdSeconds), settings => `${setting('FAAS_HOLD')(settings)}, and not at zero replicas`],
  ['faas.balancer', ({ policy }) => policy.balancer, () => ''],
  ['faas.weight', ({ policy }) => number(policy.weight), () => 'none'],
  ['faas.path', ({ policy }) => policy.path || undefined, () => 'none'],
  ['faas.auth', ({ policy }) => policy.access?.auth, settings => AUTHS[settings.get('FAAS_AUTH_DEFAULT')] ?? ''],
  ['faas.allow', ({ policy }) => listed(policy.access?.allow), () => 'every address'],
  ['faas.rate', ({ policy }) => policy.access?.rate, () => 'no limit'],
  ['faas.cors', ({ policy }) => listed(policy.access?.cors), () => 'no web page'],
  ['faas.visibility', ({ policy }) => (policy.access?.internal ? 'internal: only clients inside the network' : undefined), () => 'public'],
];
const AUTHS = { none: 'none: everybody', key: 'key of faas-keys' };

function setting(name) {
  return settings => settings.get(name) ?? 'the gateway’s default';
}

function seconds(value) {
  return value === undefined ? undefined : `${value} s`;
}

function number(value) {
  return value === undefined ? undefined : String(value);
}

function listed(values) {
  return values && values.length > 0 ? values.join(', ') : undefined;
}

/**
 * The labels of a service in force, and where each comes from.
 *
 * @param service as in the table of routes
 * @param labels as in the diagnosis
 * @param settings the values of the gateway's settings by their names
 */
export function labelTable(service, labels, settings) {
  const own = new Map(labels.map(label => [label.name, label]));
  const further = labels.filter(({ name }) => name.startsWith('faas.') && !LABELS.some(([known]) => known === name));
  return h('div', {},
    service.policy.access?.closed && h('p', { class: 'reason tone-bad headline' }, '■ Nobody may call it, because a label on who may call is invalid.'),
    h('table', { class: 'plain' },
      h('thead', {}, h('tr', {}, ['Label', 'In force', 'From'].map(title => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, LABELS.map(([name, value, otherwise]) => {
        const inForce = value(service);
        const label = own.get(name);
        return h('tr', { class: label ? '' : 'muted' },
          h('th', { scope: 'row' }, h('code', {}, name)),
          h('td', {}, inForce ?? otherwise(settings)),
          h('td', {}, source(label, inForce, otherwise(settings), name)));
      }), further.map(label => h('tr', {},
        h('th', { scope: 'row' }, h('code', {}, label.name)),
        h('td', {}, label.value),
        h('td', {}, place(label)))))));
}

function place(label) {
  return label.ofContainers ? 'container label' : 'service label';
}

function source(label, inForce, otherwise, name) {
  if (label) {
    const hasEffect = name === 'faas.balancer' ? label.value === inForce : inForce !== undefined || label.value === otherwise.split(':')[0];
    return hasEffect ? place(label) : `default, since the ${place(label)} has no effect`;
  }
  const from = { 'faas.timeout': 'FAAS_TIMEOUT', 'faas.hold': 'FAAS_HOLD', 'faas.auth': 'FAAS_AUTH_DEFAULT' }[name];
  return from && inForce === undefined ? h('span', {}, 'setting ', h('code', {}, from)) : 'default';
}

/** How many calls were refused or failed by the gateway, by fault; those that concern who may call come first. */
export function faultTable(faults) {
  const entries = Object.entries(faults).toSorted(([one, a], [other, b]) =>
    FAULTS_OF_ACCESS.has(other) - FAULTS_OF_ACCESS.has(one) || b - a);
  return entries.length === 0
    ? h('p', { class: 'muted' }, 'None since this gateway knows the function.')
    : h('table', { class: 'plain' },
      h('thead', {}, h('tr', {}, ['Fault', 'Calls'].map(title => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, entries.map(([name, calls]) => h('tr', {}, h('th', { scope: 'row' }, h('code', {}, name)), h('td', { class: 'number' }, count(calls))))));
}
