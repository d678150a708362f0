/** Text of bytes that are one character each (ISO 8859-1). What `TextDecoder` calls latin1 is another code page. */
export function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
