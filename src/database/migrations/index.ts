import { Initial1700000000001 } from './0001-initial.js';
import { LinkChecks1700000000002 } from './0002-link-checks.js';
import { Campaigns1700000000003 } from './0003-campaigns.js';
import { CaseVolumes1700000000004 } from './0004-case-volumes.js';
import { Mail1700000000005 } from './0005-mail.js';
import { SignIn1700000000006 } from './0006-sign-in.js';
import { UpstreamChanges1700000000007 } from './0007-upstream-changes.js';
import { FeedReaders1700000000008 } from './0008-feed-readers.js';
import { PlanLineChanges1700000000009 } from './0009-plan-line-changes.js';
import { RowSeals1700000000010 } from './0010-row-seals.js';
import { InitialPasswords1700000000011 } from './0011-initial-passwords.js';
import { HeldBackByInspection1700000000012 } from './0012-held-back-by-inspection.js';
import { NoReplacement1700000000013 } from './0013-no-replacement.js';
import { CountsOfPastDays1700000000014 } from './0014-counts-of-past-days.js';

/** In the order in which they run; only ever added to. */
export const MIGRATIONS = [
  Initial1700000000001,
  LinkChecks1700000000002,
  Campaigns1700000000003,
  CaseVolumes1700000000004,
  Mail1700000000005,
  SignIn1700000000006,
  UpstreamChanges1700000000007,
  FeedReaders1700000000008,
  PlanLineChanges1700000000009,
  RowSeals1700000000010,
  InitialPasswords1700000000011,
  HeldBackByInspection1700000000012,
  NoReplacement1700000000013,
  CountsOfPastDays1700000000014,
];
