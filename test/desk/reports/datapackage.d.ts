/** The part of the specification's own library that these tests use. */
declare module 'datapackage' {
  interface Resource { readonly name: string; readonly valid: boolean; read(how: { keyed: true }): Promise<Record<string, unknown>[]> }
  interface Loaded { readonly valid: boolean; readonly errors: readonly Error[]; readonly resources: readonly Resource[] }
  const lib: { Package: { load(descriptor: string, more?: { strict?: boolean }): Promise<Loaded> } };
  export default lib;
}
