import type { Quad } from 'n3';
import type { ProcedureContent } from '../../domain/procedure-content.js';
import { slug } from '../../domain/text/slug.js';
import { code, describeNode, inBoth, iri, type Properties, typed, vi } from './describe-node.js';
import { lawGraph } from './law-graph.js';
import type { RdfNames } from './names.js';
import { duration, timeLimitText } from './time-limit.js';

export interface DescribedProcedure {
  code: string;
  content: ProcedureContent;
  decisionNumber: string | null;
  decisionDate: string | null;
}

/** A procedure in RDF, made once for all the services that offer it. */
export interface ProcedureGraph {
  /** What each of its services says because of it. */
  ofService: Properties;
  /** The procedure and its parts. */
  quads: Quad[];
  /** What other procedures point to as well, by URI. */
  shared: Map<string, Quad[]>;
}

const CHANNEL_TITLES = {
  in_person: ['Trực tiếp', 'In person'],
  online: ['Trực tuyến', 'Online'],
  post: ['Qua bưu chính', 'By post'],
} as const;

export function procedureGraph(names: RdfNames, procedure: DescribedProcedure): ProcedureGraph {
  const maker = new ProcedureGraphMaker(names, procedure);
  return maker.make();
}

class ProcedureGraphMaker {
  private readonly quads: Quad[] = [];
  private readonly shared = new Map<string, Quad[]>();
  private readonly uri: string;

  constructor(
    private readonly names: RdfNames,
    private readonly procedure: DescribedProcedure,
  ) {
    this.uri = names.procedure(procedure.code);
  }

  make(): ProcedureGraph {
    const { content, decisionNumber, decisionDate } = this.procedure;
    this.quads.push(
      ...describeNode(this.names, this.uri, {
        a: this.names.term('slc:Procedure'),
        'dct:identifier': code(this.procedure.code),
        'dct:title': inBoth(content.name, content.nameEn),
        'slc:decisionNumber': decisionNumber === null ? null : code(decisionNumber),
        'slc:decisionDate': decisionDate === null ? null : code(decisionDate),
      }),
    );
    const laws = content.legalBasis.map((number) => this.law(number));
    const ofService: Properties = {
      'slc:procedure': iri(this.uri),
      'cpsv:follows': this.steps(laws),
      'cv:holdsRequirement': this.requirements(),
      'cv:hasInputType': content.components.map((_, i) => this.component(i)),
      'cpsv:produces': content.results.map((_, i) => this.result(i)),
      'cv:hasChannel': content.channels.map((_, i) => this.channel(i)),
      'cv:hasCost': content.channels.flatMap((_, i) => this.cost(i)),
      'cv:hasLegalResource': laws.map(iri),
      'dct:audience': content.subjects.flatMap((subject) => this.subject(subject)),
      'cv:processingTime': this.processingTime(),
    };
    return { ofService, quads: this.quads, shared: this.shared };
  }

  /** Only where the text itself is held: a rule without a description would say nothing. */
  private steps(laws: string[]) {
    const { steps } = this.procedure.content;
    if (typeof steps !== 'string') return null;
    return this.part('steps', {
      a: this.names.term('cpsv:Rule'),
      'dct:title': inBoth('Trình tự thực hiện', 'Steps'),
      'dct:description': vi(steps),
      'cpsv:implements': laws.map(iri),
    });
  }

  private requirements() {
    const { requirements } = this.procedure.content;
    if (typeof requirements !== 'string') return null;
    return this.part('requirements', {
      a: this.names.term('cv:Requirement'),
      'dct:title': inBoth('Yêu cầu, điều kiện', 'Requirements'),
      'dct:description': vi(requirements),
    });
  }

  private component(index: number) {
    const component = this.procedure.content.components[index]!;
    return this.part(`component-${index + 1}`, {
      a: this.names.term('cv:EvidenceType'),
      'dct:title': vi(component.name),
      'slc:originals': this.number(component.originals),
      'slc:copies': this.number(component.copies),
      'slc:hasForm': this.flag(component.hasForm),
    });
  }

  private result(index: number) {
    const result = this.procedure.content.results[index]!;
    return this.part(`result-${index + 1}`, {
      a: this.names.term('cv:Output'),
      'dct:title': vi(result.name),
      'slc:resultCode': result.code === null ? null : code(result.code),
    });
  }

  private channel(index: number) {
    const channel = this.procedure.content.channels[index]!;
    const type = `${this.names.scheme('channels')}/${channel.channel}`;
    const [vietnamese, english] = CHANNEL_TITLES[channel.channel];
    this.concept(type, 'channels', vietnamese, english);
    const limit = timeLimitText(channel);
    return this.part(this.channelName(index), {
      a: this.names.term('cv:Channel'),
      'dct:type': iri(type),
      'dct:description': limit === null ? null : inBoth(limit.vi, limit.en),
      'cv:processingTime': this.duration(duration(channel)),
    });
  }

  private cost(index: number) {
    const { feeKind, feeAmount, currency } = this.procedure.content.channels[index]!;
    const amount = feeKind === 'free' ? 0 : feeKind === 'amount' ? feeAmount : null;
    if (amount === null) return [];
    const money = currency === null ? null : this.names.currency(currency);
    if (money !== null && currency !== null) {
      this.shared.set(
        money,
        describeNode(this.names, money, {
          a: this.names.term('skos:Concept'),
          'skos:notation': code(currency),
          'skos:prefLabel': inBoth(currency, currency),
        }),
      );
    }
    return [
      this.part(`cost-of-${this.channelName(index)}`, {
        a: this.names.term('cv:Cost'),
        'cv:hasValue': this.typed(String(amount), 'xsd:double'),
        'cv:currency': money === null ? null : iri(money),
        'cv:ifAccessedThrough': iri(`${this.uri}#${this.channelName(index)}`),
      }),
    ];
  }

  /** A procedure may have the same channel several times, each for a case with a time limit and a fee of its own. */
  private channelName(index: number): string {
    const { channels } = this.procedure.content;
    const { channel } = channels[index]!;
    const before = channels.slice(0, index).filter((other) => other.channel === channel).length;
    return before === 0 ? `channel-${channel}` : `channel-${channel}-${before + 1}`;
  }

  /** One for the service, hence only where every manner of handing in has the same. */
  private processingTime() {
    const { channels } = this.procedure.content;
    const durations = new Set(channels.map(duration));
    return durations.size === 1 ? this.duration([...durations][0]!) : null;
  }

  private law(number: string): string {
    const uri = this.names.law(number);
    this.shared.set(uri, lawGraph(this.names, number));
    return uri;
  }

  private subject(subject: string) {
    const key = slug(subject);
    if (key === '') return [];
    const uri = `${this.names.scheme('subjects')}/${key}`;
    this.concept(uri, 'subjects', subject, null);
    return [iri(uri)];
  }

  private concept(uri: string, scheme: string, vietnamese: string, english: string | null): void {
    this.shared.set(
      uri,
      describeNode(this.names, uri, {
        a: this.names.term('skos:Concept'),
        'skos:prefLabel': inBoth(vietnamese, english),
        'skos:inScheme': iri(this.names.scheme(scheme)),
      }),
    );
  }

  private part(name: string, properties: Properties) {
    const uri = `${this.uri}#${name}`;
    this.quads.push(
      ...describeNode(this.names, uri, {
        'dct:identifier': code(`${this.procedure.code}#${name}`),
        ...properties,
      }),
    );
    return iri(uri);
  }

  private duration(value: string | null) {
    return value === null ? null : this.typed(value, 'xsd:duration');
  }
  private number(value: number) {
    return this.typed(String(value), 'xsd:integer');
  }
  private flag(value: boolean) {
    return this.typed(String(value), 'xsd:boolean');
  }
  private typed(value: string, type: string) {
    return typed(this.names, value, type);
  }
}
