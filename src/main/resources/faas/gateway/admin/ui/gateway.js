import { h } from './dom.js';
import { clock, duration } from './format.js';

/** This gateway: who it is, how well it reads the Swarm, and its settings. */
export class GatewayView {
  #feed;
  #facts = h('dl', { class: 'facts' });
  #settings = h('div', {}, h('p', { class: 'muted' }, 'Loading the settings…'));

  constructor(feed) {
    this.#feed = feed;
    this.element = h('div', { class: 'view' },
      h('p', { class: 'back' }, h('a', { href: '#/' }, '← All functions')),
      h('h1', {}, 'This gateway'),
      this.#facts,
      h('h2', {}, 'Settings'),
      this.#settings);
    this.update({ all: true });
    this.#load();
  }

  update(change) {
    if (!change.all && !change.head && !change.clock) {
      return;
    }
    const { instance, head } = this.#feed;
    if (!instance) {
      return;
    }
    const started = new Date(instance.startedMillis);
    this.#facts.replaceChildren(
      ...fact('Name', instance.name),
      ...fact('Version', instance.version),
      ...fact('Started', `${started.toLocaleDateString('en-CA')} ${clock(started)}, ${duration((Date.now() - started) / 1000)} ago`),
      ...fact('Swarm', head.trouble ?? (head.read ? 'is read without trouble' : 'has not been read yet')),
      ...fact('Numbers', head.gateways > 1
        ? `are those of this gateway alone; the other ${head.gateways - 1} count their own calls`
        : 'are those of this gateway alone; another gateway counts its own calls'));
  }

  async #load() {
    try {
      const response = await fetch('/system/settings', { cache: 'no-store' });
      if (!response.ok) {
        throw new Error(`the gateway answered with status ${response.status}`);
      }
      const settings = await response.json();
      this.#settings.replaceChildren(h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Settings' },
        h('table', { class: 'plain' },
          h('thead', {}, h('tr', {}, ['Setting', 'Value', 'From'].map(title => h('th', { scope: 'col' }, title)))),
          h('tbody', {}, settings.map(setting => h('tr', { class: setting.source === 'default' ? 'muted' : '' },
            h('th', { scope: 'row' }, h('code', {}, setting.name)),
            h('td', {}, setting.value === '' ? 'not set' : h('code', {}, setting.value)),
            h('td', {}, setting.source.replace('_', ' '))))))));
    } catch (error) {
      this.#settings.replaceChildren(h('p', { class: 'reason' }, `The settings cannot be shown: ${error.message}.`));
    }
  }

  close() {}
}

function fact(name, value) {
  return [h('dt', {}, name), h('dd', {}, value)];
}
