import { beforeAll, expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';

const NEW = '/desk/campaigns/new';
const PAGE = '/desk/campaigns/2026-1';

onBothDatabases('An inspector at the pages of campaigns', loadSample, (catalogue) => {
  let inspector: PageVisitor;
  let api: InspectorDesk;
  beforeAll(async () => {
    inspector = await PageVisitor.signedIn(catalogue(), 'inspector');
    api = await InspectorDesk.of(catalogue());
  });
  const typed = {
    name: 'Đợt <1>',
    agencyLevel: 'commune',
    strata: 'level',
    confidence: '95',
    asOf: '2026-03-02',
  };

  it('keeps everything typed where something is wrong, and is led to it', async () => {
    await inspector.get(NEW).expect(200);
    const { status, text } = await inspector.fill(NEW, {
      ...typed,
      name: '',
      marginOfError: 'năm',
      asOf: '2026-03-03',
      seed: 'hạt <b>',
      step: 'preview',
    });
    expect(status).toBe(400);
    for (const field of ['name', 'marginOfError']) expect(text).toContain(`<a href="#${field}">`);
    expect(text).toContain('Phải là một số từ 1 đến 50.');
    expect(text).toContain('value="năm"');
    expect(text).toContain('value="hạt &lt;b&gt;"');
    expect(text).toContain('<option value="commune" selected>');
    const tomorrow = await inspector.fill(NEW, {
      ...typed,
      marginOfError: '20',
      asOf: '2026-03-03',
      step: 'preview',
    });
    expect(tomorrow.status).toBe(422);
    expect(tomorrow.text).toContain('<a href="#asOf">');
  });

  it('sees what would be drawn, and draws just that', async () => {
    const form = { ...typed, marginOfError: '20', seed: 'Sa Pa' };
    // Whoever asks to draw what was not shown yet is shown it first.
    const preview = await inspector.fill(NEW, { ...form, step: 'draw' });
    expect(preview.status).toBe(200);
    const asked = { population: { agencyLevel: 'commune' }, strata: 'level', marginOfError: 0.2 };
    const { sample } = (await api.send.post('/campaign-previews').send(asked).expect(200)).body;
    expect(preview.text).toContain(`Rút ${sample} dịch vụ`);
    expect((await inspector.fill(NEW, { ...form, marginOfError: '15', step: 'draw' })).status).toBe(200);
    await inspector.fill(NEW, { ...form, step: 'preview' });
    const drawn = await inspector.fill(NEW, { ...form, step: 'draw' });
    expect([drawn.status, drawn.headers['location']]).toEqual([303, PAGE]);
    const { design, seed } = (await api.send.get('/campaigns/2026-1').expect(200)).body;
    expect([design.sample, design.strata, seed]).toEqual([sample, 'level', 'Sa Pa']);
    expect((await inspector.get('/desk/campaigns').expect(200)).text).toContain('Đợt &lt;1&gt;</a>');
  });

  it('sees how it stands, and that a second draw is the same', async () => {
    const { items } = (await api.send.get('/campaigns/2026-1/services?limit=1').expect(200)).body;
    const id = items[0].serviceId;
    const { text } = await inspector.get(PAGE).expect(200);
    expect(text).toContain(`href="/services/${id}"`);
    expect(text).toContain('Chưa kiểm tra xong dịch vụ nào');
    await api.open(id).expect(201);
    await api.record(
      `${id}~i1`,
      allMetBut({ formFiles: { outcome: 'not_met' }, name: { outcome: 'not_met' } }),
    );
    expect((await api.close(`${id}~i1`)).status).toBe(200);
    const later = await inspector.get(`${PAGE}?redraw=true`).expect(200);
    expect(later.text).toMatch(/Rút lại ra đúng \d+ dịch vụ ấy/);
    expect(later.text).toContain('Khai cao hơn thực tế');
    expect(later.text).toContain(`href="/desk/inspections/${id}~i1"`);
    const english = await inspector.get(`/en${PAGE}?outcome=over_claimed`).expect(200);
    expect(english.text).toContain('Showing 1 service.');
    expect(english.text).not.toContain('⟦');
    await inspector.get(`${PAGE}?state=lost`).expect(400);
  });

  it('closes it, unless it has moved on since it was read', async () => {
    await inspector.get(PAGE).expect(200);
    const stale = await inspector.fill(`${PAGE}/close`, { version: '"old"' });
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('Tiến độ đã thay đổi');
    expect((await inspector.fill(`${PAGE}/close`, {})).status).toBe(303);
    const { text } = await inspector.get(PAGE).expect(200);
    expect(text).toContain('Kết quả đã chốt');
    expect(text).not.toContain(`${PAGE}/close`);
  });

  it('is alone with inspectors, planners and administrators there', async () => {
    const clerk = await PageVisitor.signedIn(catalogue(), 'clerk');
    await clerk.get('/desk/campaigns').expect(403);
    const planner = await PageVisitor.signedIn(catalogue(), 'planner');
    expect((await planner.get('/desk/campaigns').expect(200)).text).not.toContain(NEW);
    await planner.get(NEW).expect(403);
  });
});
