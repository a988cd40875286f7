const SILENCE_MILLIS = 12_000;
const HIDDEN_MILLIS = 5_000;
const POLL_MILLIS = 5_000;
const STREAM_AGAIN_MILLIS = 30_000;
const RETRY_MILLIS = [1_000, 2_000, 4_000, 5_000];
const SLOTS = 60;

/**
 * What the gateway reports, kept current by its stream, or by polling where it has no stream left. Listeners get what has changed:
 * the keys of rows, whether a slot ended, and whether all is new.
 */
export class Feed {
  instance = null;
  head = { read: false, stopping: false };
  rows = new Map();
  history = new Map();
  /** connecting, live, polling, lost, or login */
  connection = 'connecting';
  lostSince = null;
  retryAt = null;
  headAt = 0;
  #listeners = new Set();
  #source = null;
  #timer = null;
  #hiddenTimer = null;
  #failures = 0;
  #heardAt = 0;
  #streamAgainAt = 0;

  start() {
    document.addEventListener('visibilitychange', () => this.#visibilityChanged());
    // A page that is kept for the back button would keep its connection, too, and a browser has six for one gateway.
    addEventListener('pagehide', () => this.#leave());
    addEventListener('pageshow', event => event.persisted && this.#open());
    setInterval(() => this.#watch(), 1_000);
    this.#open();
  }

  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(change) {
    this.#listeners.forEach(listener => listener(change));
  }

  #set(connection) {
    if (connection === 'lost' && this.connection !== 'lost') {
      this.lostSince = new Date(this.#heardAt || Date.now());
    }
    if (this.connection !== connection) {
      this.connection = connection;
      this.#tell({ connection: true });
    }
  }

  #open() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource('events');
    this.#source = source;
    let heard = false;
    const on = (name, handle) => source.addEventListener(name, event => {
      heard = true;
      this.#heard();
      this.#set('live');
      handle(JSON.parse(event.data));
    });
    on('hello', data => this.#replace(data));
    on('delta', data => this.#apply(data));
    on('beat', () => {});
    on('bye', () => this.#apply({ head: { ...this.head, stopping: true } }));
    source.onerror = () => {
      if (source === this.#source) {
        source.close();
        this.#source = null;
        if (heard) {
          this.#again();
        } else {
          this.#poll();
        }
      }
    };
  }

  #heard() {
    this.#heardAt = Date.now();
    this.#failures = 0;
    this.retryAt = null;
  }

  /** A stream ends after an hour, and when its gateway is gone; the next try shows which it was. */
  #again() {
    const wait = RETRY_MILLIS[Math.min(this.#failures, RETRY_MILLIS.length - 1)];
    this.#failures++;
    this.retryAt = Date.now() + wait;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), wait);
  }

  async #poll() {
    try {
      const response = await fetch('state', { cache: 'no-store' });
      if (response.status === 401 || response.status === 403) {
        this.#set('login');
        this.#again();
        return;
      }
      if (!response.ok) {
        throw new Error(`status ${response.status}`);
      }
      const data = await response.json();
      this.#heard();
      this.#set('polling');
      this.#replace(data);
      this.#streamAgainAt ||= Date.now() + STREAM_AGAIN_MILLIS;
      const stream = Date.now() >= this.#streamAgainAt;
      this.#streamAgainAt = stream ? 0 : this.#streamAgainAt;
      this.#timer = setTimeout(() => (stream ? this.#open() : this.#poll()), POLL_MILLIS);
    } catch {
      this.#set('lost');
      this.#again();
    }
  }

  /** A stream that is open but silent is as lost as one that broke off. */
  #watch() {
    if (this.#source && this.#heardAt && Date.now() - this.#heardAt > SILENCE_MILLIS && !document.hidden) {
      this.#source.close();
      this.#source = null;
      this.#set('lost');
      this.#again();
    }
    this.#tell({ clock: true });
  }

  /** A hidden tab costs the gateway nothing. */
  #visibilityChanged() {
    clearTimeout(this.#hiddenTimer);
    if (document.hidden) {
      this.#hiddenTimer = setTimeout(() => this.#leave(), HIDDEN_MILLIS);
    } else if (!this.#source) {
      this.#heardAt = 0;
      this.#open();
    }
  }

  #leave() {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#timer);
  }

  #replace(data) {
    this.instance = data.instance;
    this.#setHead(data.head);
    this.rows = new Map(data.rows.map(row => [row.key, row]));
    this.history = new Map(Object.entries(data.history));
    this.#tell({ all: true, head: true });
  }

  #apply(data) {
    const keys = new Set();
    if (data.head) {
      this.#setHead(data.head);
    }
    for (const row of data.rows ?? []) {
      keys.add(row.key);
      this.rows.set(row.key, row);
      if (row.tasks && !this.history.has(row.name)) {
        this.history.set(row.name, []);
      }
    }
    for (const key of data.gone ?? []) {
      this.history.delete(this.rows.get(key)?.name);
      this.rows.delete(key);
    }
    if (data.slot) {
      this.history.forEach((calls, name) => {
        calls.push(data.slot[name] ?? 0);
        if (calls.length > SLOTS) {
          calls.shift();
        }
      });
    }
    this.#tell({ keys, gone: (data.gone ?? []).length > 0, slot: Boolean(data.slot), head: Boolean(data.head) });
  }

  #setHead(head) {
    this.head = head;
    this.headAt = Date.now();
  }

  row(name) {
    return [...this.rows.values()].find(row => row.name === name && row.tasks) ??
      [...this.rows.values()].find(row => row.name === name);
  }
}
