import type { EntitySchema } from 'typeorm';
import { AccountTable, ApiKeyTable, SessionTable } from './accounts/account.table.js';
import { AgencyContactTable, AgencySuccessorTable, AgencyTable } from './agencies/agency.table.js';
import { CampaignDrawTable, CampaignStratumTable, CampaignTable } from './campaigns/campaign.table.js';
import {
  OidcIdentityTable,
  RecoveryCodeTable,
  SecondFactorTable,
  SignInChallengeTable,
} from './accounts/sign-in.table.js';
import { EditionTable } from './exports/editions/edition.table.js';
import { IdempotencyKeyTable } from './http/idempotency.table.js';
import { ImportRunTable } from './imports/runs/import-run.table.js';
import { LinkCheckTable, LinkTable, ServiceLinkTable } from './link-checks/link.table.js';
import { LedgerEntryTable, LedgerSubjectTable } from './ledger/ledger.table.js';
import {
  FindingEventTable,
  FindingTable,
  InspectionOutcomeTable,
  InspectionTable,
  NotificationTable,
} from './inspections/inspection.table.js';
import { MailMessageTable } from './mail/mail.table.js';
import {
  IndicatorTable,
  MeasurementTable,
  PlanLinePastTable,
  PlanLineTable,
  PlanTable,
} from './plans/plan.table.js';
import { UpstreamChangeTable } from './procedures/upstream-change.table.js';
import { FieldTable, ProcedureTable, ProcedureVersionTable } from './procedures/procedure.table.js';
import {
  DeclarationTable,
  EvidenceTable,
  PublicServiceTable,
  ServiceFactsTable,
  ServicePauseTable,
} from './public-services/public-service.table.js';
import { CaseVolumeTable } from './public-services/volumes/case-volume.table.js';
import {
  ChangeTable,
  CoverageCellTable,
  PastCellTable,
  PastCountTable,
  PendingDayTable,
  PublishedServiceTable,
  ServiceStateTable,
} from './publication/publication.table.js';
import { LevelSchemeTable } from './schemes/level-scheme.table.js';
import { WebhookDeliveryTable, WebhookTable } from './webhooks/webhook.table.js';

/** Every table that the application writes to. */
export const TABLES = [
  AgencyTable,
  AgencySuccessorTable,
  AgencyContactTable,
  FieldTable,
  LevelSchemeTable,
  ProcedureTable,
  ProcedureVersionTable,
  PublicServiceTable,
  ServicePauseTable,
  ServiceFactsTable,
  EvidenceTable,
  DeclarationTable,
  CaseVolumeTable,
  UpstreamChangeTable,
  InspectionTable,
  InspectionOutcomeTable,
  FindingTable,
  FindingEventTable,
  NotificationTable,
  CampaignTable,
  CampaignStratumTable,
  CampaignDrawTable,
  ServiceStateTable,
  PublishedServiceTable,
  CoverageCellTable,
  PastCellTable,
  PastCountTable,
  ChangeTable,
  PendingDayTable,
  LedgerEntryTable,
  LedgerSubjectTable,
  AccountTable,
  SessionTable,
  ApiKeyTable,
  SecondFactorTable,
  RecoveryCodeTable,
  SignInChallengeTable,
  OidcIdentityTable,
  IdempotencyKeyTable,
  EditionTable,
  ImportRunTable,
  PlanTable,
  PlanLineTable,
  PlanLinePastTable,
  IndicatorTable,
  MeasurementTable,
  WebhookTable,
  WebhookDeliveryTable,
  LinkTable,
  ServiceLinkTable,
  LinkCheckTable,
  MailMessageTable,
] as unknown as EntitySchema[];
