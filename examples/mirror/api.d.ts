// Made from the OpenAPI document by scripts/generate-mirror-types.mjs: do not edit.
export interface paths {
  '/api/v1/changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Changes of the published list in the order in which they were committed */
    get: operations['feed.changes'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/v1/checksum': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Count and SHA-256 of the published list, for mirrors to compare */
    get: operations['feed.checksum'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** ChangesPage */
    ChangesPage: {
      items: {
        seq: number;
        /** @enum {unknown} */
        op: 'upsert' | 'delete';
        id: string;
        /** Format: date-time */
        at: string;
        service?: components['schemas']['Service'];
      }[];
      next: string;
      caughtUp: boolean;
    };
    /** Service */
    Service: {
      id: string;
      agency: {
        code: string;
        name: string;
      };
      procedure: {
        code: string;
        name: string;
        nameEn: string | null;
        decisionNumber: string | null;
        decisionDate: string | null;
      };
      field: {
        code: string;
        name: string;
      };
      level: number | null;
      basis: ('declared' | 'verified' | 'verified_stale') | null;
      declaredLevel: number | null;
      verifiedLevel: number | null;
      supportedLevel: number | null;
      levelSince: string | null;
      verifiedAt: string | null;
      heldBackBy: string[];
      factsRevision: number;
      links: {
        information: string | null;
        forms: string[];
        submission: string | null;
        status: string | null;
      };
      schemes: {
        [key: string]: string | number | null;
      };
      demonstration: boolean;
      /** Format: date-time */
      updatedAt: string;
      version: number;
    };
    /** Problem */
    Problem: {
      /** Format: uri */
      type: string;
      title: string;
      status: number;
      detail: string;
      /** Format: uri-reference */
      instance: string;
      /** @enum {unknown} */
      code:
        | 'bad_request'
        | 'malformed_json'
        | 'media_type'
        | 'not_acceptable'
        | 'too_slow'
        | 'headers_too_large'
        | 'too_large'
        | 'not_signed_in'
        | 'bad_credentials'
        | 'token_invalid'
        | 'forbidden'
        | 'other_agency'
        | 'other_account'
        | 'last_admin'
        | 'cross_site'
        | 'not_found'
        | 'service_closed'
        | 'method_not_allowed'
        | 'conflict'
        | 'duplicate'
        | 'wrong_state'
        | 'reopen_instead'
        | 'service_ended'
        | 'not_closed'
        | 'procedure_not_published'
        | 'agency_not_in_force'
        | 'malformed_form'
        | 'storage_unavailable'
        | 'level_not_supported'
        | 'publish_blocked'
        | 'plan_line_refused'
        | 'plan_without_lines'
        | 'measurement_refused'
        | 'own_draft'
        | 'precondition_required'
        | 'precondition_failed'
        | 'idempotency_mismatch'
        | 'too_many'
        | 'unavailable'
        | 'internal'
        | 'unknown_field'
        | 'unknown_parameter'
        | 'required'
        | 'not_text'
        | 'too_long'
        | 'empty'
        | 'ill_formed_text'
        | 'not_integer'
        | 'not_number'
        | 'not_boolean'
        | 'not_one_of'
        | 'not_a_date'
        | 'not_an_instant'
        | 'not_a_url'
        | 'not_a_code'
        | 'not_a_service_id'
        | 'not_a_decimal'
        | 'not_a_period'
        | 'value_not_expected'
        | 'not_for_this_kind'
        | 'not_in_plan_year'
        | 'replan_reason_required'
        | 'not_a_hash'
        | 'not_an_object'
        | 'not_a_list'
        | 'bad_cursor'
        | 'not_an_idempotency_key'
        | 'ends_before_start'
        | 'day_out_of_range'
        | 'reason_required'
        | 'file_type'
        | 'too_many_steps'
        | 'unknown_reference'
        | 'not_a_username'
        | 'agency_needed'
        | 'in_the_past'
        | 'password_too_short'
        | 'password_too_long'
        | 'password_common'
        | 'password_has_username'
        | 'wrong_password'
        | 'parent_circle'
        | 'own_successor'
        | 'name_missing'
        | 'steps_missing'
        | 'manner_missing'
        | 'dossier_missing'
        | 'dossier_sets_missing'
        | 'time_limit_missing'
        | 'subjects_missing'
        | 'agency_missing'
        | 'forms_unknown'
        | 'result_unknown'
        | 'requirements_unknown'
        | 'fees_unknown'
        | 'part_contradictory'
        | 'legal_basis_missing'
        | 'decision_number_missing'
        | 'decision_date_missing'
        | 'effective_before_former'
        | 'too_deep';
      errors: {
        /** @enum {unknown} */
        in: 'body' | 'query' | 'path' | 'header';
        pointer: string;
        /** @enum {unknown} */
        code:
          | 'bad_request'
          | 'malformed_json'
          | 'media_type'
          | 'not_acceptable'
          | 'too_slow'
          | 'headers_too_large'
          | 'too_large'
          | 'not_signed_in'
          | 'bad_credentials'
          | 'token_invalid'
          | 'forbidden'
          | 'other_agency'
          | 'other_account'
          | 'last_admin'
          | 'cross_site'
          | 'not_found'
          | 'service_closed'
          | 'method_not_allowed'
          | 'conflict'
          | 'duplicate'
          | 'wrong_state'
          | 'reopen_instead'
          | 'service_ended'
          | 'not_closed'
          | 'procedure_not_published'
          | 'agency_not_in_force'
          | 'malformed_form'
          | 'storage_unavailable'
          | 'level_not_supported'
          | 'publish_blocked'
          | 'plan_line_refused'
          | 'plan_without_lines'
          | 'measurement_refused'
          | 'own_draft'
          | 'precondition_required'
          | 'precondition_failed'
          | 'idempotency_mismatch'
          | 'too_many'
          | 'unavailable'
          | 'internal'
          | 'unknown_field'
          | 'unknown_parameter'
          | 'required'
          | 'not_text'
          | 'too_long'
          | 'empty'
          | 'ill_formed_text'
          | 'not_integer'
          | 'not_number'
          | 'not_boolean'
          | 'not_one_of'
          | 'not_a_date'
          | 'not_an_instant'
          | 'not_a_url'
          | 'not_a_code'
          | 'not_a_service_id'
          | 'not_a_decimal'
          | 'not_a_period'
          | 'value_not_expected'
          | 'not_for_this_kind'
          | 'not_in_plan_year'
          | 'replan_reason_required'
          | 'not_a_hash'
          | 'not_an_object'
          | 'not_a_list'
          | 'bad_cursor'
          | 'not_an_idempotency_key'
          | 'ends_before_start'
          | 'day_out_of_range'
          | 'reason_required'
          | 'file_type'
          | 'too_many_steps'
          | 'unknown_reference'
          | 'not_a_username'
          | 'agency_needed'
          | 'in_the_past'
          | 'password_too_short'
          | 'password_too_long'
          | 'password_common'
          | 'password_has_username'
          | 'wrong_password'
          | 'parent_circle'
          | 'own_successor'
          | 'name_missing'
          | 'steps_missing'
          | 'manner_missing'
          | 'dossier_missing'
          | 'dossier_sets_missing'
          | 'time_limit_missing'
          | 'subjects_missing'
          | 'agency_missing'
          | 'forms_unknown'
          | 'result_unknown'
          | 'requirements_unknown'
          | 'fees_unknown'
          | 'part_contradictory'
          | 'legal_basis_missing'
          | 'decision_number_missing'
          | 'decision_date_missing'
          | 'effective_before_former'
          | 'too_deep';
        message: string;
      }[];
      heldBackBy?: string[];
      criteria?: {
        id: string;
        level: number;
        /** @enum {unknown} */
        outcome: 'met' | 'not_met' | 'not_applicable' | 'unknown';
        reason: string | null;
        evidence: string[];
        title: {
          vi: string;
          en: string;
        };
        /** @enum {unknown} */
        fact:
          | 'name'
          | 'steps'
          | 'manner'
          | 'dossier'
          | 'timeLimit'
          | 'subjects'
          | 'agency'
          | 'forms'
          | 'result'
          | 'requirements'
          | 'fees'
          | 'legalBasis'
          | 'decision'
          | 'publicPage'
          | 'formFiles'
          | 'printAccepted'
          | 'onlineForm'
          | 'onlineSubmission'
          | 'statusOnline'
          | 'authentication'
          | 'onlinePayment'
          | 'resultOnline'
          | 'resultByPost'
          | 'inPersonStep';
        source: string;
        howToMend: {
          vi: string;
          en: string;
        };
      }[];
      supportedLevel?: number | null;
      blockers?: {
        /** @enum {unknown} */
        code:
          | 'name_missing'
          | 'steps_missing'
          | 'manner_missing'
          | 'dossier_missing'
          | 'dossier_sets_missing'
          | 'time_limit_missing'
          | 'subjects_missing'
          | 'agency_missing'
          | 'forms_unknown'
          | 'result_unknown'
          | 'requirements_unknown'
          | 'fees_unknown'
          | 'part_contradictory'
          | 'legal_basis_missing'
          | 'decision_number_missing'
          | 'decision_date_missing'
          | 'effective_before_former';
        section: string;
        rule: string;
      }[];
    };
    /** Checksum */
    Checksum: {
      count: number;
      sha256: string;
      seq: number;
    };
  };
  responses: never;
  parameters: {
    /** @description Language of the texts of problems: vi (default) or en */
    AcceptLanguage: string;
    /** @description ETag of what the caller has already; the answer is then 304 */
    IfNoneMatch: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description Version of the interface
     * @example 1
     */
    ApiVersion: string;
    /** @description Changes exactly when the bytes of the answer do */
    ETag: string;
    /** @description When the catalogue was last written to, as in RFC 9110 */
    LastModified: string;
    /** @description rel="next": the next page, as in RFC 8288 */
    Link: string;
    /** @description Seconds after which to try again */
    RetryAfter: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  'feed.changes': {
    parameters: {
      query?: {
        since?: string;
        limit?: number;
        wait?: number;
      };
      header?: {
        /** @description Language of the texts of problems: vi (default) or en */
        'Accept-Language'?: components['parameters']['AcceptLanguage'];
        /** @description ETag of what the caller has already; the answer is then 304 */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          ETag: components['headers']['ETag'];
          'Last-Modified': components['headers']['LastModified'];
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangesPage'];
        };
      };
      /** @description The caller has it already */
      304: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request has faults; each is listed */
      400: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No credentials, or credentials that are not good */
      401: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests */
      429: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          'Retry-After': components['headers']['RetryAfter'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Unforeseen; the log has more under the id given */
      500: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database is not available; nothing was written */
      503: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          'Retry-After': components['headers']['RetryAfter'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  'feed.checksum': {
    parameters: {
      query?: {
        asOf?: string;
      };
      header?: {
        /** @description Language of the texts of problems: vi (default) or en */
        'Accept-Language'?: components['parameters']['AcceptLanguage'];
        /** @description ETag of what the caller has already; the answer is then 304 */
        'If-None-Match'?: components['parameters']['IfNoneMatch'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Done */
      200: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          ETag: components['headers']['ETag'];
          'Last-Modified': components['headers']['LastModified'];
          Link: components['headers']['Link'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Checksum'];
        };
      };
      /** @description The caller has it already */
      304: {
        headers: {
          ETag: components['headers']['ETag'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request has faults; each is listed */
      400: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description No credentials, or credentials that are not good */
      401: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests */
      429: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          'Retry-After': components['headers']['RetryAfter'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Unforeseen; the log has more under the id given */
      500: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database is not available; nothing was written */
      503: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          'Retry-After': components['headers']['RetryAfter'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
