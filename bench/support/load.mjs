// The generator of load, in a process of its own: autocannon with the options given, and what it counted.
import autocannon from 'autocannon';

const { errors, timeouts, non2xx, requests, ...result } = await autocannon(JSON.parse(process.argv[2]));
const answered304 = result.statusCodeStats?.['304']?.count ?? 0;
console.log(
  JSON.stringify({
    perSecond: requests.total / result.duration,
    total: requests.total,
    failed: errors + timeouts + non2xx - answered304,
  }),
);
