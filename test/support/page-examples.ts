import type { Page } from 'playwright-core';
import type { PageState } from './every-page-state.js';
import { PASSWORD } from './sample.js';

/** Somebody who opens pages: without an account, or signed in as one of the sample's. */
export type Visitor = 'nobody' | 'clerk' | 'clerk2' | 'inspector' | 'planner' | 'admin' | 'newcomer';

/** A page as somebody sees it, by its address or by what they do at that address. */
export interface PageExample {
  as: Visitor;
  path: string;
  act?: (page: Page) => Promise<void>;
  /** Parts of a long page that are as those before them: axe passes over them. */
  alike?: string;
}

/** Addresses that answer something else than a page. */
export const NOT_PAGES: Record<string, string> = {
  '/assets/:name': 'a file of the pages',
  '/desk/imports/:id/errors.csv': 'a file',
  '/desk/imports/:id/mend.csv': 'a file',
  '/desk/imports/:id/mend.xlsx': 'a file',
  '/desk/imports/template.csv': 'a file',
  '/desk/imports/template.xlsx': 'a file',
  '/desk/imports/volumes-template.csv': 'a file',
  '/desk/imports/volumes-template.xlsx': 'a file',
  '/healthz': 'for machines',
  '/readyz': 'for machines',
  '/metrics': 'for machines',
  '/id/:kind/:id': 'leads to a page or to RDF',
  '/id/catalogue': 'leads to a page or to RDF',
  '/id/context.jsonld': 'for machines',
  '/id/scheme/:id/:concept': 'leads to RDF',
  '/id/scheme/:id/level/:concept': 'leads to RDF',
  '/id/vocabulary': 'leads to RDF',
  '/sign-in/oidc': 'leads to the provider',
  '/sign-in/oidc/callback': 'leads on from the provider',
};

/** Each page of the product, by its route: a new route stands here or in `NOT_PAGES`. */
export function pageExamples(state: PageState): Record<string, PageExample[]> {
  const own = `/desk/services/${state.service}`;
  const sheet = `/desk/inspections/${state.openInspection}`;
  const closed = `/desk/inspections/${state.inspection}`;
  const draft = `/desk/procedures/${state.draft}`;
  const SECTIONS = ['name', 'steps', 'channels', 'dossier', 'people', 'result', 'decision'];
  return {
    '/': by('nobody', '/'),
    '/agencies': by('nobody', '/agencies'),
    '/agencies/:code': by('nobody', '/agencies/10'),
    '/api': [{ as: 'nobody', path: '/api', alike: 'article ~ article ~ article' }],
    '/data': by('nobody', '/data'),
    '/editions': by('nobody', '/editions'),
    '/editions/:n': by('nobody', '/editions/2'),
    '/editions/:n/difference': by('nobody', '/editions/1/difference?other=2'),
    '/progress/:year': by('nobody', '/progress/2012', '/progress/2013'),
    '/reports/compare': by('nobody', '/reports/compare'),
    '/reports/coverage': by(
      'nobody',
      '/reports/coverage?by=district&scope=subtree&asOf=2012-12-31',
      '/reports/coverage?by=level-of-government&unit=procedure&compareWith=2012-06-30',
      '/reports/coverage?asOf=nonsense',
    ),
    '/reports/over-claims': by('nobody', '/reports/over-claims'),
    '/reports/procedures': by('nobody', '/reports/procedures?minLevel=1'),
    '/reports/timeline': by('nobody', '/reports/timeline'),
    '/reports/verification': by('nobody', '/reports/verification'),
    '/reports/violations': by('nobody', '/reports/violations'),
    '/reports/volumes': by('nobody', '/reports/volumes', '/reports/volumes?volumes=unknown&volumePeriod=x'),
    '/services': by(
      'nobody',
      '/services',
      '/services?q=cap&sort=name&asOf=2012-06-30',
      '/services?q=xyzxyz',
      '/services?level=9',
    ),
    '/services/:id': by(
      'nobody',
      `/services/${state.service}`,
      `/services/${state.closedService}`,
      '/services/STP~9.999999',
    ),
    '/sign-in': [
      ...by('nobody', '/sign-in'),
      { as: 'nobody', path: '/sign-in', act: (page) => signIn(page, 'clerk', 'wrong') },
      { as: 'nobody', path: '/sign-in', act: (page) => signIn(page, 'planner', PASSWORD) },
    ],
    '/signed-out': by('nobody', '/signed-out'),

    '/desk': [
      ...by('clerk', '/desk'),
      ...by('inspector', '/desk'),
      ...by('planner', '/desk'),
      ...by('admin', '/desk'),
    ],
    '/desk/account': by('clerk', '/desk/account'),
    '/desk/account/password': [
      ...by('clerk', '/desk/account/password'),
      sends('clerk', '/desk/account/password'),
      ...by('newcomer', '/desk/account/password'),
      sends('newcomer', '/desk/account/password'),
    ],
    '/desk/account/second-factor': [
      ...by('clerk', '/desk/account/second-factor'),
      ...by('planner', '/desk/account/second-factor'),
      {
        as: 'clerk',
        path: '/desk/account/second-factor',
        act: async (page) => {
          await page.locator('#currentPassword').fill(PASSWORD);
          await press(page);
        },
      },
    ],
    '/desk/accounts': [...by('admin', '/desk/accounts'), sends('admin', '/desk/accounts')],
    '/desk/accounts/:username': [
      ...by('admin', '/desk/accounts/clerk', '/desk/accounts/newcomer'),
      sends('admin', '/desk/accounts/returning', 'form[action$="/password/initial"] .govuk-button'),
    ],
    '/desk/agencies': [...by('admin', '/desk/agencies'), sends('admin', '/desk/agencies')],
    '/desk/agencies/:code': by('admin', '/desk/agencies/STP'),
    '/desk/campaigns': by('inspector', '/desk/campaigns'),
    '/desk/campaigns/:id': by('inspector', `/desk/campaigns/${state.campaign}?redraw=true`),
    '/desk/campaigns/new': [
      ...by('inspector', '/desk/campaigns/new'),
      {
        as: 'inspector',
        path: '/desk/campaigns/new',
        act: async (page) => {
          await page.locator('#name').fill('Đợt quý II');
          await page.locator('button[value=preview]').click();
        },
      },
    ],
    '/desk/findings': [...by('inspector', '/desk/findings'), ...by('clerk', '/desk/findings?state=open')],
    '/desk/findings/:id': [
      ...by('inspector', `/desk/findings/${state.inspection}~f1`),
      ...by('clerk', `/desk/findings/${state.inspection}~f1`),
    ],
    '/desk/imports': [...by('clerk', '/desk/imports'), sends('clerk', '/desk/imports')],
    '/desk/imports/:id': by('clerk', ...Object.values(state.importRuns).map((run) => `/desk/imports/${run}`)),
    '/desk/imports/:id/changes': by(
      'clerk',
      `/desk/imports/${state.importRuns.faulty}/changes?kind=create`,
      `/desk/imports/${state.importRuns.volumes}/changes?kind=create`,
    ),
    '/desk/imports/:id/issues': by('clerk', `/desk/imports/${state.importRuns.faulty}/issues?kind=error`),
    '/desk/indicators': [...by('planner', '/desk/indicators'), sends('planner', '/desk/indicators')],
    '/desk/indicators/:id': by('planner', '/desk/indicators/OPS-01'),
    '/desk/inspections': by('inspector', '/desk/inspections'),
    '/desk/inspections/:id': [...by('inspector', sheet, closed), ...by('clerk', closed)],
    '/desk/inspections/:id/attach': [
      ...by('inspector', `${sheet}/attach?criterion=statusOnline`),
      sends('inspector', `${sheet}/attach?criterion=statusOnline`),
    ],
    '/desk/inspections/:id/close': by('inspector', `${sheet}/close`),
    '/desk/inspections/:id/print': by('inspector', `${sheet}/print`),
    '/desk/jobs': by('admin', '/desk/jobs'),
    '/desk/keys': [
      ...by('admin', '/desk/keys'),
      sends('admin', '/desk/keys', KEY_BUTTON),
      {
        as: 'admin',
        path: '/desk/keys',
        act: async (page) => {
          await page.locator('#name').fill('Cổng');
          await press(page, KEY_BUTTON);
        },
      },
    ],
    '/desk/ledger': by('admin', '/desk/ledger'),
    '/desk/ledger/:seq': by('admin', '/desk/ledger/1'),
    '/desk/ledger/verify': by('admin', '/desk/ledger/verify'),
    '/desk/link-checks': by('inspector', '/desk/link-checks'),
    '/desk/link-checks/log': by('inspector', '/desk/link-checks/log'),
    '/desk/notifications': by('clerk', '/desk/notifications'),
    '/desk/plans': by('planner', '/desk/plans'),
    '/desk/plans/:year': by('planner', '/desk/plans/2012', '/desk/plans/2026'),
    '/desk/plans/:year/lines/:no': by('planner', '/desk/plans/2012/lines/1'),
    '/desk/plans/:year/add/:kind': [
      ...by('planner', ...['count', 'service', 'strand'].map((kind) => `/desk/plans/2026/add/${kind}`)),
      sends('planner', '/desk/plans/2026/add/count'),
    ],
    '/desk/procedures': by('clerk', '/desk/procedures'),
    '/desk/procedures/:code': by('clerk', draft),
    '/desk/procedures/:code/preview': by('clerk', `${draft}/preview`),
    '/desk/procedures/:code/sections/:section': by(
      'clerk',
      ...SECTIONS.map((section) => `${draft}/sections/${section}`),
    ),
    '/desk/procedures/new': [...by('clerk', '/desk/procedures/new'), sends('clerk', '/desk/procedures/new')],
    '/desk/queue': by('inspector', '/desk/queue', '/desk/queue?agency=VPUB&reason=stale'),
    '/desk/resume/:id': by('clerk', state.kept),
    '/desk/schemes': by('clerk', '/desk/schemes'),
    '/desk/schemes/:id': by('clerk', '/desk/schemes/nd43-2011'),
    '/desk/services': by('clerk', '/desk/services'),
    '/desk/services/:id': [
      ...by('clerk', own),
      {
        as: 'clerk',
        path: own,
        act: async (page) => {
          await page.locator('#publicPage-urls').fill('không phải địa chỉ');
          await press(page, 'form[novalidate] .govuk-button-group button, form[novalidate] .govuk-button');
        },
      },
    ],
    '/desk/services/:id/blank-sheet': by('inspector', `${own}/blank-sheet`),
    '/desk/services/:id/declare': [
      ...by('clerk', `${own}/declare`, '/desk/services/STP~1.000627/declare'),
      sends('clerk', '/desk/services/STP~1.000627/declare'),
    ],
    '/desk/services/:id/declared': by('clerk', `${own}/declared`),
    '/desk/services/:id/evidence': [...by('clerk', `${own}/evidence`), sends('clerk', `${own}/evidence`)],
    '/desk/services/:id/life': [
      ...by('clerk', `${own}/life`),
      sends('clerk', `${own}/life`, 'form[action$="/close"] button'),
      ...by('admin', `/desk/services/${state.closedService}/life`),
    ],
    '/desk/services/:id/upstream-change': by('clerk', `${own}/upstream-change`),
    '/desk/services/:id/volumes': [...by('clerk', `${own}/volumes`), sends('clerk', `${own}/volumes`)],
    '/desk/services/closed': by('clerk', '/desk/services/closed'),
    '/desk/services/new': [...by('clerk2', '/desk/services/new'), sends('clerk2', '/desk/services/new')],
    '/desk/webhooks': [
      ...by('admin', '/desk/webhooks'),
      sends('admin', '/desk/webhooks'),
      {
        as: 'admin',
        path: '/desk/webhooks',
        act: async (page) => {
          await page.locator('#url').fill('https://portal.example.vn/other');
          await press(page);
        },
      },
    ],
    '/desk/webhooks/:id': by('admin', '/desk/webhooks/1'),
  };
}

/** Beside it each key has a button of its own. */
const KEY_BUTTON = 'form[action$="/desk/keys"] .govuk-button';

function by(as: Visitor, ...paths: string[]): PageExample[] {
  return paths.map((path) => ({ as, path }));
}

/** The page with what is wrong, for somebody who filled in nothing. */
function sends(as: Visitor, path: string, button?: string): PageExample {
  return { as, path, act: (page) => press(page, button) };
}

async function press(page: Page, button = 'main form[method=post] .govuk-button'): Promise<void> {
  await page.locator(button).first().click();
}

async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await press(page);
}
