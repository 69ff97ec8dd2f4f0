import { type AccessRuleId, reachOf } from '../accounts/access-rules.js';
import type { Role } from '../accounts/roles.js';

interface DeskSection {
  path: string;
  /** Key of its name in the messages. */
  text: string;
  /** Who may use it. */
  rule: AccessRuleId;
}

interface DeskGroup {
  /** Of the messages `desk:group_…`. */
  key: string;
  sections: readonly DeskSection[];
}

/** The parts of the desk by the job that they belong to, in the order in which they stand. */
const DESK_GROUPS: readonly DeskGroup[] = [
  {
    key: 'mine',
    sections: [
      { path: '/desk', text: 'desk:navWorklist', rule: 'account.readOwn' },
      { path: '/desk/notifications', text: 'desk:navNotifications', rule: 'notification.read' },
      { path: '/desk/account', text: 'desk:navAccount', rule: 'account.secondFactor' },
    ],
  },
  {
    key: 'services',
    sections: [
      { path: '/desk/services', text: 'desk:navServices', rule: 'service.edit' },
      { path: '/desk/procedures', text: 'desk:navProcedures', rule: 'procedure.readDraft' },
      { path: '/desk/imports', text: 'deskImports:nav', rule: 'import.run' },
      { path: '/desk/schemes', text: 'deskSchemes:nav', rule: 'account.readOwn' },
    ],
  },
  {
    key: 'verification',
    sections: [
      { path: '/desk/queue', text: 'desk:navQueue', rule: 'inspection.conduct' },
      { path: '/desk/inspections', text: 'desk:navInspections', rule: 'inspection.read' },
      { path: '/desk/findings', text: 'desk:navFindings', rule: 'inspection.read' },
      { path: '/desk/campaigns', text: 'deskCampaigns:nav', rule: 'campaign.readDraw' },
    ],
  },
  {
    key: 'planning',
    sections: [
      { path: '/desk/plans', text: 'deskPlans:nav', rule: 'plan.manage' },
      { path: '/desk/indicators', text: 'deskIndicators:nav', rule: 'plan.manage' },
    ],
  },
  {
    key: 'administration',
    sections: [
      { path: '/desk/accounts', text: 'deskAccounts:nav', rule: 'account.manage' },
      { path: '/desk/keys', text: 'deskKeys:nav', rule: 'key.manage' },
      { path: '/desk/agencies', text: 'deskAgencies:nav', rule: 'agency.manage' },
      { path: '/desk/ledger', text: 'deskLedger:nav', rule: 'ledger.read' },
    ],
  },
  {
    key: 'operation',
    sections: [
      { path: '/desk/link-checks', text: 'desk:navLinks', rule: 'linkCheck.read' },
      { path: '/desk/webhooks', text: 'desk:navWebhooks', rule: 'webhook.manage' },
      { path: '/desk/jobs', text: 'desk:navJobs', rule: 'job.read' },
    ],
  },
];

/** What of the desk a role can use; a group of which it can use nothing is left out. */
export function deskGroups(role: Role): DeskGroup[] {
  return DESK_GROUPS.map(({ key, sections }) => ({
    key,
    sections: sections.filter(({ rule }) => reachOf(rule, role) !== undefined),
  })).filter(({ sections }) => sections.length > 0);
}
