import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { actorOf, type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { AgencyPath, ChangeAgencyBody, NewAgencyBody } from '../../../agencies/agencies.dto.js';
import { AgenciesService } from '../../../agencies/agencies.service.js';
import { type AgencyContact, agencyContact } from '../../../agencies/agency-contact.js';
import { agencyTree } from '../../../agencies/agency-tree.query.js';
import { type AgencyDetail, agencyDetail } from '../../../agencies/agency-view.query.js';
import { Reader } from '../../../database/reader.js';
import { AGENCY_LEVELS } from '../../../domain/agency-level.js';
import type { FormValues } from '../../../http/form-body.js';
import { etagOfJson, requireIfMatch } from '../../../http/preconditions.js';
import { notFound } from '../../../http/problem.js';
import { goTo } from '../../go-to.js';
import { branches } from '../../public/agency-branches.js';
import { choices } from '../../public/choices.query.js';
import { Views } from '../../views.service.js';
import { checked, checkedWith } from '../checked-input.js';
import { type Refusal, refusedForm } from '../refused-form.js';
import { SentForm } from '../sent-form.js';
import {
  CHANGE_FIELDS,
  changeOf,
  NEW_FIELDS,
  newAgencyOf,
  type TypedAgency,
  typedAgency,
  typedOf,
} from './typed-agency.js';

const PATH = '/desk/agencies';
const DONE = ['added', 'saved'];

/** Agencies come, merge and go: their tree, and the forms that keep it. */
@Controller('desk/agencies')
@Access('agency.manage')
export class AgencyDeskController {
  constructor(
    private readonly reader: Reader,
    private readonly agencies: AgenciesService,
    private readonly views: Views,
  ) {}

  @Get()
  tree(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.listPage(request, reply, { level: 'commune' }, undefined);
  }

  @Post()
  async add(
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = typedAgency(NEW_FIELDS, form);
    try {
      const body = await checked(NewAgencyBody, newAgencyOf(typed));
      const { code, name, level, nameEn = null, parentCode = null, kind = null, codeKind = null } = body;
      const { validFrom = null, source = null } = body;
      await this.agencies.add(actorOf(caller), {
        code,
        name,
        nameEn,
        level,
        parentCode,
        kind,
        codeKind,
        validFrom,
        validTo: null,
        successors: [],
        source,
      });
      return goTo(request, reply, `${PATH}/${code}?done=added`);
    } catch (error) {
      return this.listPage(request, reply, typed, this.refusal(request, reply, error));
    }
  }

  @Get(':code')
  one(
    @Param() { code }: AgencyPath,
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.onePage(request, reply, code, undefined, undefined, done);
  }

  /** Closing an agency is giving it a last day, and saying who takes over from it. */
  @Post(':code')
  async change(
    @CurrentCaller() caller: Caller,
    @Param() { code }: AgencyPath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const typed = typedAgency(CHANGE_FIELDS, form);
    try {
      const change = await checkedWith(ChangeAgencyBody, changeOf(typed), ({ validFrom, validTo }) =>
        validFrom && validTo && validTo < validFrom
          ? [{ in: 'body', pointer: '/validTo', code: 'ends_before_start' }]
          : [],
      );
      await this.agencies.change(actorOf(caller), code, change, (present, contact) =>
        requireIfMatch({ headers: { 'if-match': form.raw('version') } }, [formTag(present, contact)]),
      );
      return goTo(request, reply, `${PATH}/${code}?done=saved`);
    } catch (error) {
      return this.onePage(request, reply, code, typed, this.refusal(request, reply, error), undefined);
    }
  }

  private async listPage(
    request: CallerRequest,
    reply: FastifyReply,
    typed: TypedAgency,
    refusal: Refusal | undefined,
  ): Promise<string> {
    const tree = await agencyTree(this.reader);
    return this.views.page(request, reply, 'desk/admin/agencies', {
      title: this.views.text(request, 'deskAgencies:title'),
      desk: PATH,
      data: { json: '/api/v1/agencies' },
      total: tree.agencies.length,
      branches: branches(tree, new Map()),
      fields: NEW_FIELDS,
      levels: AGENCY_LEVELS,
      agencies: (await choices(this.reader)).agencies,
      typed,
      faults: refusal?.faults ?? [],
    });
  }

  private async onePage(
    request: CallerRequest,
    reply: FastifyReply,
    code: string,
    typed: TypedAgency | undefined,
    refusal: Refusal | undefined,
    done: string | undefined,
  ): Promise<string> {
    const { agency, contact } = await this.reader.snapshot(async (queries) => ({
      agency: await agencyDetail(queries, code),
      contact: await agencyContact(queries, code),
    }));
    if (!agency) throw notFound();
    const saved = typedOf(agency, contact.notifyEmail);
    const mine = typed ?? saved;
    return this.views.page(request, reply, 'desk/admin/agency', {
      title: agency.name,
      desk: PATH,
      data: { json: `/api/v1/agencies/${code}` },
      agency,
      version: formTag(agency, contact),
      fields: CHANGE_FIELDS,
      levels: AGENCY_LEVELS,
      agencies: (await choices(this.reader)).agencies,
      typed: mine,
      conflict: refusal?.isStale
        ? CHANGE_FIELDS.filter((field) => mine[field] !== saved[field]).map((field) => ({
            title: this.views.text(request, `deskAgencies:field_${field}`),
            mine: mine[field],
            theirs: saved[field],
          }))
        : undefined,
      faults: refusal?.faults ?? [],
      done: DONE.includes(done ?? '') ? this.views.text(request, `deskAgencies:done_${done}`) : '',
    });
  }

  private refusal(request: CallerRequest, reply: FastifyReply, error: unknown): Refusal {
    return refusedForm(this.views, request, reply, error, (pointer) => {
      const field = pointer.split('/')[1]!;
      return { field, title: this.views.text(request, `deskAgencies:field_${field}`) };
    });
  }
}

/** What the form shows: counts of services and names of other agencies come and go without it. */
function formTag({ revision }: AgencyDetail, { notifyEmail }: AgencyContact): string {
  return etagOfJson({ revision, notifyEmail });
}
