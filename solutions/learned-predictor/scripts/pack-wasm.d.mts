/** Text from which `unpack` of src/unpack.ts restores the bytes. */
export function pack(bytes: Uint8Array): string;
