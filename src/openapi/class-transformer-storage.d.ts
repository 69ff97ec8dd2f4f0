/** The only way to learn the classes of nested objects; the library gives it neither a public name nor types. */
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    findTypeMetadata(of: object, property: string): { typeFunction(): new () => object } | undefined;
  };
}
