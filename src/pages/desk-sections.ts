import { type AccessRuleId, reachOf } from '../accounts/access-rules.js';
import type { Role } from '../accounts/roles.js';

interface DeskSection {
  path: string;
  /** Key of its name in the messages. */
  text: string;
  /** Who may use it. */
  rule: AccessRuleId;
}

/** The parts of the desk, in the order in which they stand beside each other. */
const DESK_SECTIONS: readonly DeskSection[] = [
  { path: '/desk', text: 'desk:navWorklist', rule: 'account.readOwn' },
  { path: '/desk/queue', text: 'desk:navQueue', rule: 'inspection.conduct' },
  { path: '/desk/inspections', text: 'desk:navInspections', rule: 'inspection.read' },
  { path: '/desk/services', text: 'desk:navServices', rule: 'service.edit' },
  { path: '/desk/imports', text: 'deskImports:nav', rule: 'import.run' },
  { path: '/desk/procedures', text: 'desk:navProcedures', rule: 'procedure.readDraft' },
  { path: '/desk/findings', text: 'desk:navFindings', rule: 'inspection.read' },
  { path: '/desk/campaigns', text: 'deskCampaigns:nav', rule: 'campaign.readDraw' },
  { path: '/desk/plans', text: 'deskPlans:nav', rule: 'plan.manage' },
  { path: '/desk/indicators', text: 'deskIndicators:nav', rule: 'plan.manage' },
  { path: '/desk/link-checks', text: 'desk:navLinks', rule: 'linkCheck.read' },
  { path: '/desk/notifications', text: 'desk:navNotifications', rule: 'notification.read' },
  { path: '/desk/account', text: 'desk:navAccount', rule: 'account.secondFactor' },
  { path: '/desk/accounts', text: 'deskAccounts:nav', rule: 'account.manage' },
  { path: '/desk/keys', text: 'deskKeys:nav', rule: 'key.manage' },
  { path: '/desk/agencies', text: 'deskAgencies:nav', rule: 'agency.manage' },
  { path: '/desk/schemes', text: 'deskSchemes:nav', rule: 'account.readOwn' },
  { path: '/desk/ledger', text: 'deskLedger:nav', rule: 'ledger.read' },
  { path: '/desk/webhooks', text: 'desk:navWebhooks', rule: 'webhook.manage' },
  { path: '/desk/jobs', text: 'desk:navJobs', rule: 'job.read' },
];

/** What of the desk a role can use. */
export function deskSections(role: Role): DeskSection[] {
  return DESK_SECTIONS.filter(({ rule }) => reachOf(rule, role) !== undefined);
}
