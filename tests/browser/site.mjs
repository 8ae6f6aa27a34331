// The built sites that the tests look at: their pages, and a server for one of them.

import { createServer } from 'node:http';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, delimiter, extname, join, relative, sep } from 'node:path';

/** The sites in the default theme: the output folders that HONORROLL_OUTPUT names, separated as in PATH. */
export function sites() {
  return named('HONORROLL_OUTPUT');
}

/** Those, and the ones in the plain theme, which HONORROLL_PLAIN names: for what must hold in any theme, with scripts or without. */
export function sitesOfAllThemes() {
  return [...sites(), ...named('HONORROLL_PLAIN')];
}

function named(variable) {
  const folders = (process.env[variable] ?? '').split(delimiter).filter(Boolean);
  if (folders.length === 0) throw new Error(`${variable} names no built site`);
  return folders.map(siteIn);
}

/** The site in an output folder. */
export function siteIn(folder) {
  return new Site(folder);
}

class Site {
  constructor(folder) {
    this.folder = folder;
    this.name = basename(folder);
    this.files = filesBelow(folder).map((file) => relative(folder, file).split(sep).join('/')).sort();
    /** Every HTML page as `{file, route, html}`, `route` from the site's root without a leading slash. */
    this.pages = this.files
      .filter((file) => file.endsWith('.html'))
      .map((file) => ({ file, route: file.replace(/(^|\/)index\.html$/, '$1'), html: this.read(file) }));
    const home = this.pages.find((page) => page.route === '');
    if (!home) throw new Error(`${folder} has no index.html`);
    /** What `_headers` has browsers forbid: everything the tests do is done under it. */
    this.policy = this.read('_headers').match(/^  Content-Security-Policy: (default-src 'none'; .+)$/m)[1];
    /** Where the site says it is published, if it says so; ends with a slash. */
    this.base = canonical(home.html);
    /** The path of the site's root on its server; starts and ends with a slash. */
    this.root = this.base ? new URL(this.base).pathname : '/';
  }

  read(file) {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  bytes(file) {
    return readFileSync(join(this.folder, file));
  }

  /** Of each kind of page the smallest and the largest: what looks empty and what overflows. */
  samples() {
    const kinds = new Map();
    for (const page of this.pages) {
      if (isRedirect(page)) continue;
      // A 公示 has the address of the decision that will follow it, and a template of its own.
      const [, template] = page.html.match(/<body class="kind-(\w+)"/) ?? [];
      const name = template === 'notice' ? `${kind(page.route)} (${template})` : kind(page.route);
      kinds.set(name, [...(kinds.get(name) ?? []), page]);
    }
    return [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, pages]) => {
      pages.sort((a, b) => a.html.length - b.html.length || (a.route < b.route ? -1 : 1));
      const chosen = pages.length > 1 ? [pages[0], pages.at(-1)] : pages;
      return chosen.map((page) => ({ ...page, kind: name }));
    });
  }

  /** Serves the folder on this machine as a plain web server would; `close()` when done. */
  async serve() {
    const server = createServer((request, response) => this.#answer(request, response));
    await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
    const origin = `http://127.0.0.1:${server.address().port}`;
    return { origin, url: (route) => origin + this.root + route, close: () => server.close() };
  }

  #answer(request, response) {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const send = (status, file) => {
      const type = TYPES[extname(file)] ?? 'application/octet-stream';
      response.writeHead(status, { 'content-type': type, 'content-security-policy': this.policy });
      response.end(file && readFileSync(join(this.folder, file)));
    };
    const file = path.startsWith(this.root) ? path.slice(this.root.length) : undefined;
    if (file === undefined || file.split('/').includes('..')) return send(404, '');
    if (this.#has(file)) return send(200, file);
    if (this.#has(`${file}/index.html`)) return response.writeHead(301, { location: `${request.url}/` }).end();
    if (/^$|\/$/.test(file) && this.#has(`${file}index.html`)) return send(200, `${file}index.html`);
    return send(404, this.#has('404.html') ? '404.html' : '');
  }

  #has(file) {
    this.known ??= new Set(this.files);
    return this.known.has(file);
  }
}

/** What kind of page a route is: `people/zhang-san/` and `people/li-si/` are one. */
export function kind(route) {
  const [, edition, inside] = route.match(/^(zh-hant)\/(.*)$/) ?? [];
  if (edition) return `${edition} ${kind(inside)}`;
  const parts = route.split('/').filter(Boolean);
  if (parts.length === 0) return 'home';
  if (parts.length === 1) return parts[0];
  return [parts[0], ...parts.slice(1).map((part) => (part === 'page' ? part : '*'))].join('/');
}

/** A page that only sends readers to another. */
export function isRedirect(page) {
  return /<meta[^>]+http-equiv=["']?refresh/i.test(page.html);
}

/** The tags of a page as `{name, attributes}`; text, comments and the insides of scripts and styles are passed over. */
export function* tags(html) {
  const bare = html.replace(/<!--[\s\S]*?-->/g, '').replace(/(<(script|style)\b[^>]*>)[\s\S]*?(<\/\2\s*>)/gi, '$1$3');
  const attribute = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;
  for (const [, name, inside] of bare.matchAll(/<([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi)) {
    const attributes = new Map();
    for (const [, key, double, single, none] of inside.matchAll(attribute)) {
      attributes.set(key.toLowerCase(), decode(double ?? single ?? none ?? ''));
    }
    yield { name: name.toLowerCase(), attributes };
  }
}

/** Fails with what went wrong, one problem a line. */
export function none(problems) {
  if (problems.length === 0) return;
  const shown = problems.slice(0, 30);
  if (problems.length > 30) shown.push(`… and ${problems.length - 30} more`);
  const error = new Error(`${problems.length} found:\n${shown.join('\n')}`);
  error.stack = error.message; // where in the tests it was found helps nobody
  throw error;
}

/** What pages of a site may do at most: nothing but what comes from the site itself. */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};

function filesBelow(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

function canonical(html) {
  for (const { name, attributes } of tags(html)) {
    if (name === 'link' && attributes.get('rel') === 'canonical') return attributes.get('href');
  }
  return undefined;
}

function decode(text) {
  const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi, (_, hex, decimal, name) =>
    name ? named[name.toLowerCase()] : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)),
  );
}
