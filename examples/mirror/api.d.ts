// Made from the OpenAPI document by scripts/generate-mirror-types.mjs: do not edit.
export interface paths {
  '/api/v1/changes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Changes of the published list in the order in which they were committed
     * @description `seq` counts the changes without gaps. An `upsert` carries the whole service, a `delete` only its identifier. Begin without `since`, keep `next` together with what came before it, and go on from there; with `wait` the request is held until there is a change.
     *
     *     Open to everybody, without an account.
     *
     *     The answer may be kept and has an ETag: with `If-None-Match` it is 304 without a body for as long as it has not changed.
     */
    get: operations['feedChanges'];
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
    /**
     * Count and SHA-256 of the published list, for mirrors to compare
     * @description What is hashed: every service as canonical JSON (RFC 8785), in the byte order of the identifiers, between `[` and `]`, divided by `,`. A mirror that stands at the same `seq` has to come to the same hash.
     *
     *     Open to everybody, without an account.
     *
     *     `asOf` asks what is valid on a day, `knownAt` what had been recorded by a moment; with both an old answer can be had again.
     *
     *     The answer may be kept and has an ETag: with `If-None-Match` it is 304 without a body for as long as it has not changed.
     */
    get: operations['feedChecksum'];
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
    /**
     * ChangesPage
     * @description Changes of the published list in the order in which they were committed
     */
    ChangesPage: {
      items: {
        /** Format: int64 */
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
    /**
     * Service
     * @description A procedure as one agency offers it, with its published level and what that rests on
     */
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
        /** Format: date */
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
      /** Format: date */
      levelSince: string | null;
      /** Format: date-time */
      verifiedAt: string | null;
      heldBackBy: string[];
      /** Format: int64 */
      factsRevision: number;
      links: {
        /** Format: iri */
        information: string | null;
        forms: string[];
        /** Format: iri */
        submission: string | null;
        /** Format: iri */
        status: string | null;
      };
      schemes: {
        [key: string]: string | number | null;
      };
      demonstration: boolean;
      upstreamChange?: {
        /** Format: int64 */
        fromVersion: number;
        /** Format: int64 */
        toVersion: number;
        /** Format: date */
        effectiveFrom: string;
      };
      volumes?: {
        period: string;
        channels: {
          /** @enum {unknown} */
          channel: 'online' | 'in_person' | 'post';
          /** Format: int64 */
          received: number;
          resolved: number | null;
          onTime: number | null;
        }[];
        demonstration: boolean;
      }[];
      /** Format: date-time */
      updatedAt: string;
      /** Format: int64 */
      version: number;
    };
    /**
     * Checksum
     * @description Count and SHA-256 of the published list, and the change to which they belong
     */
    Checksum: {
      /** Format: int64 */
      count: number;
      sha256: string;
      /** Format: int64 */
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
    /** @description Version of the interface that answered */
    ApiVersion: string;
    /** @description How long the answer may be kept: as a rule `public, max-age=0, must-revalidate`, so that a cache asks each time whether it still holds; files of editions never change and may be kept for a year; `no-store` where the caller is shown more than everybody */
    CacheControl: string;
    /** @description Changes exactly when the bytes of the answer do */
    ETag: string;
    /** @description When the catalogue was last written to, as in RFC 9110 */
    LastModified: string;
    /** @description rel="next": the next page, as in RFC 8288, where there is one */
    Link: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  feedChanges: {
    parameters: {
      query?: {
        /**
         * @description `next` of the page before, after which the changes begin. Left out: from the first change
         * @example eFJoZ0ZFMG5bMTIwMF0
         */
        since?: string;
        /**
         * @description How many items a page has at most
         * @example 50
         */
        limit?: number;
        /**
         * @description Seconds to hold the request open where there is no change yet. Left out: 0
         * @example 25
         */
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
      /** @description What was asked for, as the catalogue has it */
      200: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          'Cache-Control': components['headers']['CacheControl'];
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
  feedChecksum: {
    parameters: {
      query?: {
        /**
         * @description The day that is asked about: what is valid on it, in Vietnam. Left out: today
         * @example 2026-03-02
         */
        asOf?: string;
        /**
         * @description What was known at this moment: corrections recorded later do not count. Left out: now
         * @example 2026-03-02T02:00:00Z
         */
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
      /** @description What was asked for, as the catalogue has it */
      200: {
        headers: {
          'API-Version': components['headers']['ApiVersion'];
          'Cache-Control': components['headers']['CacheControl'];
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
