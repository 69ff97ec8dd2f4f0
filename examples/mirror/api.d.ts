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
      upstreamChange?: {
        fromVersion: number;
        toVersion: number;
        /** Format: date */
        effectiveFrom: string;
      };
      volumes?: {
        period: string;
        channels: {
          /** @enum {unknown} */
          channel: 'online' | 'in_person' | 'post';
          received: number;
          resolved: number | null;
          onTime: number | null;
        }[];
        demonstration: boolean;
      }[];
      /** Format: date-time */
      updatedAt: string;
      version: number;
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
    };
  };
  'feed.checksum': {
    parameters: {
      query?: {
        asOf?: string;
        knownAt?: string;
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
    };
  };
}
