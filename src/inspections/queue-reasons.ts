import { STILL_KNOWN } from '../domain/service-timeline.js';
import { publishesLink } from './link-trouble.js';

/** Why a service should be inspected before others; the pages have words for each code, `deskQueue:reason_…`. */
export interface QueueReason {
  code: string;
  /** Added up over the reasons that hold; the highest sum comes first. */
  weight: number;
  /** Condition over `published_service s`. */
  holds: string;
}

/** The largest number of online dossiers in a known period since the service came to level 3; SQL by service. */
const ONLINE_AT_LEVEL_3 = (having: string): string => `(
  SELECT v.service_id FROM case_volume v
  JOIN service_state st ON st.service_id = v.service_id AND st.level = 3 AND st.known_to = '${STILL_KNOWN}'
    AND st.valid_from <= (SELECT list_day FROM ledger_head WHERE id = 1)
    AND st.valid_to > (SELECT list_day FROM ledger_head WHERE id = 1)
  WHERE v.period_to >= st.level_since AND v.received IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM case_volume later
      WHERE later.service_id = v.service_id AND later.period = v.period AND later.no > v.no)
  GROUP BY v.service_id HAVING ${having})`;

/**
 * The one table of what makes an inspection urgent. What nobody has looked at and what may mislead the public weighs most;
 * the weights only order the queue, and no number of a report rests on them.
 */
export const QUEUE_REASONS: readonly QueueReason[] = [
  {
    // An estimate only holds for a sample that is inspected as a whole, so this goes before any single risk.
    code: 'drawn_by_campaign',
    weight: 50,
    holds: `s.service_id IN (
      SELECT w.service_id FROM campaign_draw w JOIN campaign c ON c.id = w.campaign_id
      WHERE c.state = 'open' AND NOT EXISTS (SELECT 1 FROM inspection i
        WHERE i.service_id = w.service_id AND i.opened_at > c.drawn_at))`,
  },
  {
    code: 'never_verified',
    weight: 40,
    holds: `s.basis = 'declared'`,
  },
  {
    code: 'stale',
    weight: 35,
    holds: `s.basis = 'verified_stale'`,
  },
  {
    code: 'capture_failed',
    weight: 30,
    // The last capture of an address tells, until a check has told more.
    holds: `s.service_id IN (
      SELECT e.service_id FROM evidence e WHERE (e.problem IS NOT NULL OR e.http_status >= 400)
        AND NOT EXISTS (SELECT 1 FROM evidence later
          WHERE later.service_id = e.service_id AND later.url = e.url AND later.no > e.no)
        AND NOT EXISTS (SELECT 1 FROM link k JOIN service_link l ON l.link_id = k.id
          WHERE l.service_id = e.service_id AND k.url = e.url AND k.checked_at > e.captured_at
            AND (k.state = 'dead' OR (k.failures = 0 AND k.state <> 'refused'))))`,
  },
  {
    code: 'link_dead',
    weight: 30,
    holds: publishesLink('dead'),
  },
  {
    code: 'link_changed',
    weight: 10,
    holds: publishesLink('changed'),
  },
  {
    code: 'no_online_dossiers',
    weight: 25,
    // Zero is known here; where nothing is known, the next reason says so.
    holds: `s.level = 3 AND s.service_id IN ${ONLINE_AT_LEVEL_3('MAX(v.online_received) = 0')}`,
  },
  {
    code: 'volumes_unknown',
    weight: 5,
    holds: `s.level = 3 AND s.service_id NOT IN ${ONLINE_AT_LEVEL_3('MAX(v.online_received) IS NOT NULL')}`,
  },
  {
    code: 'level_3_declared',
    weight: 20,
    holds: 's.declared_level = 3',
  },
  {
    code: 'agency_over_claimed',
    weight: 15,
    holds: `s.agency_code IN (
      SELECT p.agency_code FROM inspection i
      JOIN public_service p ON p.id = i.service_id
      JOIN declaration d ON d.service_id = i.service_id AND d.no = i.declaration_no
      WHERE i.state = 'closed' AND i.level < d.level)`,
  },
  {
    code: 'planned',
    weight: 10,
    holds: `s.service_id IN (
      SELECT l.service_id FROM plan_line l JOIN plan y ON y.year = l.year
      WHERE y.state = 'approved' AND l.service_id IS NOT NULL AND l.withdrawn_at IS NULL)`,
  },
];
