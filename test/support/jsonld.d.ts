/** The part of jsonld that the tests use; the package brings no types of its own. */
declare module 'jsonld' {
  const jsonld: {
    toRDF(document: object, options: { format: 'application/n-quads' }): Promise<string>;
  };
  export default jsonld;
}
