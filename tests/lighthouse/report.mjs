// What Lighthouse makes of the built sites: a table of four scores a page, and what costs a point. A report, not a gate:
// scores of speed depend on the machine and on what else it does.
//
//     PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix tests/lighthouse
//     ./test browser                                  # builds the sites
//     node tests/lighthouse/report.mjs target/browser/sample target/browser/full

import { launch } from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';
import { kind, siteIn } from '../browser/site.mjs';

const KINDS = ['home', 'roll', 'people/*', 'commendations/*'];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
/** The sites here ask search engines to stay away, and are reported as not to be found. */
const OPTIONS = { onlyCategories: CATEGORIES, skipAudits: ['is-crawlable'], logLevel: 'error' };
const FORMS = { phone: undefined, desktop: desktopConfig };

const browser = await launch({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
console.log(`| page | on | ${CATEGORIES.join(' | ')} |\n|---|---|${'--:|'.repeat(CATEGORIES.length)}`);
const notes = new Set();
try {
  for (const site of process.argv.slice(2).map(siteIn)) {
    const server = await site.serve();
    for (const { route } of largest(site)) {
      for (const [form, config] of Object.entries(FORMS)) {
        const { lhr } = await lighthouse(server.url(route), { ...OPTIONS, port: browser.port }, config);
        const scores = CATEGORIES.map((name) => Math.round(lhr.categories[name].score * 100));
        console.log(`| ${site.name} /${route} | ${form} | ${scores.join(' | ')} |`);
        for (const note of faults(lhr)) notes.add(note);
      }
    }
    server.close();
  }
} finally {
  browser.kill();
}
console.log(`\n${[...notes].sort().join('\n')}`);

/** Of each kind that is reported the largest page. */
function largest(site) {
  const pages = KINDS.map((wanted) => site.pages.filter(({ route, html }) => kind(route) === wanted && /<body class="kind-(?!notice)/.test(html)));
  return pages.filter((found) => found.length > 0).map((found) => found.reduce((a, b) => (b.html.length > a.html.length ? b : a)));
}

/** What costs points. */
function* faults({ categories, audits }) {
  for (const category of CATEGORIES) {
    for (const { id, weight } of categories[category].auditRefs) {
      const { score, title, displayValue } = audits[id];
      if (weight > 0 && score !== null && score < 0.95) yield `${category}: ${title}${displayValue ? ` (${displayValue})` : ''}`;
    }
  }
}
