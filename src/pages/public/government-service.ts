import type { PublishedService } from '../../domain/published-service.js';
import type { ProcedureView } from '../../procedures/procedure.presenter.js';

/**
 * A service as schema.org describes it, as text that may stand inside a `script` element.
 * @param isFoundBelow an inspection found less than the agency states: its address for submitting online is no channel then
 */
export function governmentService(
  service: PublishedService,
  procedure: ProcedureView,
  base: string,
  isFoundBelow: boolean,
): string {
  const { agency, links } = service;
  const submission = isFoundBelow ? null : links.submission;
  const channels = procedure.content.channels.map(({ channel }) => channel);
  const description = {
    '@context': 'https://schema.org',
    '@type': 'GovernmentService',
    '@id': `${base}/services/${service.id}`,
    url: `${base}/services/${service.id}`,
    name: service.procedure.name,
    ...(service.procedure.nameEn === null ? {} : { alternateName: service.procedure.nameEn }),
    identifier: service.id,
    serviceType: service.field.name,
    inLanguage: 'vi',
    serviceOperator: {
      '@type': 'GovernmentOrganization',
      name: agency.name,
      identifier: agency.code,
      url: `${base}/agencies/${agency.code}`,
    },
    audience: procedure.content.subjects.map((subject) => ({ '@type': 'Audience', audienceType: subject })),
    availableChannel: [
      ...(submission === null ? [] : [{ '@type': 'ServiceChannel', serviceUrl: submission }]),
      ...(channels.includes('in_person')
        ? [
            {
              '@type': 'ServiceChannel',
              name: 'Trực tiếp',
              serviceLocation: { '@type': 'Place', name: agency.name },
            },
          ]
        : []),
    ],
  };
  // A name that holds `</script>` must not end the element.
  return JSON.stringify(description).replaceAll('<', '\\u003c');
}
