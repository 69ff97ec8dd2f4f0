import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { ImportDesk } from '../support/import-desk.js';
import { legacyBytes } from '../support/legacy-encode.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';

const CODE = '1.001193';
const ID = `STP~${CODE}`;
const HEADER = 'Mã thủ tục,Cơ quan thực hiện,Kỳ,Kênh tiếp nhận,Tiếp nhận,Đã giải quyết,Đúng hạn';
const fileOf = (...rows: string[]) => [HEADER, ...rows].join('\n');
const row = (rest: string) => `${CODE},Sở Tư pháp,${rest}`;
const FILE = fileOf(
  row('Quý III/2012,Trực tuyến,12,10,9'),
  row('2012-Q3,Trực tiếp,300,310,300'),
  row('Tháng 10 năm 2012,Bưu chính,0,,'),
);

interface Issue {
  row: number | null;
  column: string | null;
  code: string;
  value: string | null;
}

onBothDatabases('A file of case volumes', loadSample, (catalogue) => {
  const desk = (username: 'admin' | 'clerk' | 'clerk2' = 'clerk') => ImportDesk.of(catalogue(), username);
  const volumes = async (id = ID) =>
    (await catalogue().http().get(`/api/v1/services/${id}/volumes`).expect(200)).body.items;
  const brief = (issues: Issue[]) =>
    issues.map(({ row: at, column, code, value }) => [at, column, code, value]);

  it('is told by its header, whatever its encoding, and shows what it would record', async () => {
    const clerk = await ClerkDesk.of(catalogue(), 'clerk');
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: CODE }).expect(201);
    const sender = await desk();
    for (const encoding of ['tcvn3', 'windows-1258'] as const) {
      const run = await sender.dryRun(Buffer.from(legacyBytes(FILE, encoding)!, 'latin1'));
      expect(run).toMatchObject({ kind: 'volumes', create: 3, errors: [], unknownColumns: [] });
      const channel = run.columns.find(({ field }: { field: string }) => field === 'channel');
      expect(channel).toMatchObject({ header: 'Kênh tiếp nhận', encoding });
    }
    const run = await sender.dryRun(FILE);
    expect(run).toMatchObject({ kind: 'volumes', state: 'dry_run', create: 3, refused: 0, toConfirm: [] });
    expect(run.diff[0]).toEqual({
      row: 2,
      id: ID,
      kind: 'create',
      period: '2012-Q3',
      channel: 'online',
      changes: [
        { field: 'received', before: null, after: 12 },
        { field: 'resolved', before: null, after: 10 },
        { field: 'on_time', before: null, after: 9 },
      ],
    });
    expect(await volumes()).toEqual([]);
    const services = await sender.dryRun(`Mã thủ tục,Cơ quan,Mức độ\n${CODE},Sở Tư pháp,\n`);
    expect(services).toMatchObject({ kind: 'services', errors: [] });
  });

  it('is recorded as a whole, one record a period, and the second time changes nothing', async () => {
    const sender = await desk();
    const run = await sender.dryRun(FILE);
    const committed = await sender.commit(run.id).expect(200);
    expect((await sender.commit(run.id).expect(200)).body).toEqual(committed.body);
    const recorded = await volumes();
    expect(recorded).toMatchObject([
      { period: '2012-10', revision: 1, channels: [{ channel: 'post', received: 0, resolved: null }] },
      { period: '2012-Q3', revision: 1, received: 312, resolved: 320, onTime: 309, demonstration: false },
    ]);
    const again = await sender.dryRun(FILE);
    expect(again).toMatchObject({ create: 0, update: 0, unchanged: 3, warnings: [] });
    await sender.commit(again.id).expect(200);
    expect(await volumes()).toEqual(recorded);
    const ledger = await (await ClerkDesk.of(catalogue(), 'admin')).get(`/ledger?subject=service:${ID}`);
    const entries = ledger.body.items.filter(({ action }: { action: string }) => action === 'import.commit');
    expect(entries).toHaveLength(1);
    expect(entries[0].items.map(({ after }: { after: object }) => after)).toMatchObject([
      { volumes: { period: '2012-Q3', channels: [{ channel: 'online' }, { channel: 'in_person' }] } },
      { volumes: { period: '2012-10', channels: [{ channel: 'post', received: 0 }] } },
    ]);
  });

  it('corrects the channels that it names, keeps the others, and keeps what was said before', async () => {
    const sender = await desk();
    const before = await volumes();
    // An empty cell changes nothing; columns by the service’s own id, in another order.
    const file = `period;service_id;channel;on_time;received\nQ3/2012;${ID};online;;13\n2012-10;${ID};online;;5\n`;
    const run = await sender.dryRun(file);
    expect(run).toMatchObject({ create: 1, update: 1, errors: [], toConfirm: [] });
    expect(run.diff[0].changes).toEqual([{ field: 'received', before: 12, after: 13 }]);
    expect(brief(run.warnings)).toEqual([
      [2, 'period', 'channels_kept', 'Q3/2012'],
      [3, 'period', 'channels_kept', '2012-10'],
    ]);
    expect(run.warnings[0].message).toContain('in person 300');
    await sender.commit(run.id).expect(200);
    const [october, quarter] = await volumes();
    expect(october).toMatchObject({ revision: 2, received: 5, channels: [{ received: 5 }, { received: 0 }] });
    expect(quarter).toMatchObject({
      revision: 2,
      received: 313,
      resolved: 320,
      corrected: [{ revision: 1, channels: before[1].channels }],
    });
  });

  it('waits for a person where a number, a period or a code was guessed', async () => {
    const sender = await desk();
    const run = await sender.dryRun(fileOf(`1.001193,Sở Tư pháp,11/2012,online,"1.234",1 200,1200`));
    expect(run).toMatchObject({ create: 1, toConfirm: ['count_guessed', 'period_guessed'] });
    expect(run.diff[0]).toMatchObject({ period: '2012-11', changes: [{ after: 1234 }, { after: 1200 }, {}] });
    expect(run.warnings[1].message).toContain('1234');
    await sender.commit(run.id, ['count_guessed']).expect(422);
    await sender.commit(run.id, run.toConfirm).expect(200);
    expect((await volumes())[0]).toMatchObject({ period: '2012-11', received: 1234 });
    const code = await (await desk('admin')).dryRun(fileOf('"1,00011",80,2013,online,1,,'));
    expect(code.toConfirm).toEqual(['agency_code_repaired', 'code_repaired']);
    expect(code.errors).toMatchObject([{ code: 'service_unknown', column: 'Mã thủ tục' }]);
  });

  it('is refused with every fault at once, by row and column, as read', async () => {
    const sender = await desk();
    const known = await volumes();
    const run = await sender.dryRun(
      fileOf(
        row('6 tháng đầu năm 2012,fax,-1,5,6'),
        row('2027,online,1,,'),
        row('2012,online,1,,'),
        row('2011,online,1,5,6'),
        row('2011,post,,,'),
        row('2011,in_person,1,,1'),
        row('2011-Q2,online,1,,'),
        row('2010,online,1,,'),
        row('2010,trực tuyến,2,,'),
        row('2012-Q3,online,,8,'),
        '9.999999,Sở Không Có,2010,online,20000000,,',
        `${CODE},Sở Y tế,2010,online,1,,`,
      ),
    );
    expect(brief(run.errors)).toEqual([
      [2, 'Kỳ', 'bad_period', '6 tháng đầu năm 2012'],
      [2, 'Kênh tiếp nhận', 'bad_channel', 'fax'],
      [2, 'Tiếp nhận', 'bad_count', '-1'],
      [3, 'Kỳ', 'period_not_begun', '2027'],
      [4, 'Kỳ', 'period_overlaps_row', '2012'],
      [4, 'Kỳ', 'period_overlaps', '2012'],
      [4, 'Kỳ', 'period_overlaps', '2012'],
      [5, 'Kỳ', 'period_overlaps_row', '2011'],
      [5, 'Đúng hạn', 'on_time_above_resolved', '6'],
      [6, 'Kỳ', 'period_overlaps_row', '2011'],
      [6, 'Tiếp nhận', 'received_missing', ''],
      [7, 'Kỳ', 'period_overlaps_row', '2011'],
      [7, 'Đã giải quyết', 'resolved_missing', ''],
      [8, 'Kỳ', 'period_overlaps_row', '2011-Q2'],
      [9, 'Kênh tiếp nhận', 'volume_twice', 'online'],
      [10, 'Kênh tiếp nhận', 'volume_twice', 'trực tuyến'],
      [11, 'Kỳ', 'period_overlaps_row', '2012-Q3'],
      [11, 'Đã giải quyết', 'on_time_above_resolved', '8'],
      [12, 'Mã thủ tục', 'procedure_unknown', '9.999999'],
      [12, 'Cơ quan thực hiện', 'agency_unknown', 'Sở Không Có'],
      [12, 'Tiếp nhận', 'bad_count', '20000000'],
      [13, 'Cơ quan thực hiện', 'other_agency', 'Sở Y tế'],
    ]);
    expect(run).toMatchObject({ rows: 12, refused: 12, create: 0, update: 0 });
    const twice = run.errors.filter(({ code }: Issue) => code === 'volume_twice');
    expect(twice[0].message).toContain('row 10');
    expect(twice[1].message).toContain('row 9');
    const refused = await sender.commit(run.id).expect(422);
    expect(refused.body.code).toBe('import_has_errors');
    expect(await volumes()).toEqual(known);
    const ids = await sender.dryRun(
      `Mã dịch vụ,Mã thủ tục,Kỳ,Kênh,Tiếp nhận\nSTP-1,,2010,online,1\n${ID},1.000110,2010,post,1\n`,
      { agency: 'STP' },
    );
    expect(brief(ids.errors)).toEqual([
      [2, 'Mã dịch vụ', 'bad_service_id', 'STP-1'],
      [3, 'Mã dịch vụ', 'service_contradicts', ID],
    ]);
    const narrow = await sender.dryRun(`service_id,period,resolved\n${ID},2010,1\n`);
    expect(narrow.errors.map(({ code }: Issue) => code)).toEqual([
      'column_missing',
      'column_missing',
      'bad_channel',
    ]);
  });

  it('is refused when other figures were recorded since the dry run', async () => {
    const sender = await desk();
    const first = await sender.dryRun(fileOf(row('2009,online,1,,')));
    const second = await sender.dryRun(fileOf(row('2009,online,2,,')));
    await sender.commit(second.id).expect(200);
    expect((await sender.commit(first.id).expect(409)).body.code).toBe('import_changed');
    expect((await volumes()).at(-1)).toMatchObject({ period: '2009', received: 2, revision: 1 });
  });

  it('may be JSON Lines; the catalogue’s own services with volumes are read as services', async () => {
    const sender = await desk('admin');
    const line = { serviceId: ID, period: '2008', channel: 'online', received: 4, resolved: 4, onTime: 4 };
    expect(await sender.dryRun(JSON.stringify(line))).toMatchObject({
      kind: 'volumes',
      create: 1,
      errors: [],
    });
    const demonstrated = await catalogue().http().get('/api/v1/services?level=3&demonstration=true&limit=1');
    const [service] = demonstrated.body.items;
    expect(service.volumes).toHaveLength(1);
    expect(await sender.dryRun(JSON.stringify(service))).toMatchObject({
      kind: 'services',
      unchanged: 1,
      errors: [],
      unknownColumns: [],
    });
  });

  it('is shown at the desk as what it is, period and channel beside each service', async () => {
    const run = await (await desk()).dryRun(fileOf(row('2012-Q3,online,14,,'), row('2007,post,3,,')));
    const visitor = await PageVisitor.signedIn(catalogue(), 'clerk');
    const { text } = await visitor.get(`/desk/imports/${run.id}`).expect(200);
    expect(text).toContain('2012-Q3 · Trực tuyến');
    expect(text).toContain('2007 · Qua bưu chính');
    expect(text).toContain('ghi 1 dòng số hồ sơ mới và 1 dòng sửa');
    expect(text).not.toContain('dịch vụ mới');
    const changes = await visitor.get(`/en/desk/imports/${run.id}/changes?kind=update`).expect(200);
    expect(changes.text).toContain('Figures that are corrected (1)');
  });
});
