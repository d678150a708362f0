import { badForm } from './failure.ts';

/** One field of a form. */
export interface FormField {
  readonly name: string;
  /** A view of the body. */
  readonly bytes: Uint8Array;
}

/** More fields or longer headers than any client of the API has a use for: nothing to spend time and memory on. */
const maxFields = 16;
const maxHeaderBytes = 8192;

const sample = 'send a multipart form, such as curl -F file=@matrix.bf16 makes one';

/**
 * What separates the fields of a form.
 *
 * @param contentType value of the request's header
 * @throws RequestFailure 400 when it is no multipart form, or names no boundary
 */
export function boundaryOf(contentType: string | undefined): string {
  const what = 'Content-Type';
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (contentType === undefined || type !== 'multipart/form-data')
    throw badForm({ what, expected: 'multipart/form-data', got: type ?? 'none', hint: sample });
  const [, quoted, plain] =
    /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) {
    const hint = 'let the HTTP library set the header';
    throw badForm({ what, expected: 'a boundary of 1 to 70 characters', got: 'none', hint });
  }
  return boundary;
}

/**
 * Takes a multipart form apart (RFC 7578) without copying anything. The platform's own reader copies the body several
 * times, has no limits, and refuses file names that common clients send.
 *
 *     --boundary CRLF
 *     Content-Disposition: form-data; name="file"; filename="a" CRLF
 *     CRLF
 *     bytes CRLF
 *     --boundary--
 *
 * @throws RequestFailure 400
 */
export function readForm(body: Uint8Array, boundary: string): FormField[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const opening = delimiter.subarray(2);
  const fields: FormField[] = [];
  // The first delimiter may be the start of the body; after anything else it starts a line.
  let at = bytes.subarray(0, opening.length).equals(opening) ? -2 : bytes.indexOf(delimiter);
  for (;;) {
    if (at === -1) throw cutShort('the boundary after the last field', fields);
    const lineStart = at + delimiter.length;
    if (bytes.toString('latin1', lineStart, lineStart + 2) === '--') return fields;
    if (fields.length === maxFields) {
      throw badForm({ what: 'form', expected: `at most ${maxFields} fields`, got: 'more', hint: sample });
    }
    const lineEnd = bytes.indexOf('\r\n', lineStart);
    if (lineEnd === -1) throw cutShort('a line break after the boundary', fields);
    if (bytes.toString('latin1', lineStart, Math.min(lineEnd, lineStart + 80)).trim() !== '') {
      const hint = 'choose a boundary that starts no line of the content';
      throw badForm({ what: 'form', expected: 'an empty rest of the boundary line', got: 'text', hint });
    }
    const headerLength = bytes.subarray(lineEnd, lineEnd + maxHeaderBytes).indexOf('\r\n\r\n');
    if (headerLength === -1) throw cutShort(`an end of the headers within ${maxHeaderBytes} bytes`, fields);
    const start = lineEnd + headerLength + 4;
    // The line break before the boundary may be the one that ends the headers, when there is no content.
    const end = bytes.indexOf(delimiter, start - 2);
    if (end === -1) throw cutShort('a boundary after the content', fields);
    const name = fieldName(bytes.toString('utf8', lineEnd, lineEnd + headerLength));
    // No Buffer: its slice() is a view, and that of an Uint8Array a copy.
    const view = new Uint8Array(body.buffer, body.byteOffset + start, Math.max(0, end - start));
    fields.push({ name, bytes: view });
    at = end;
  }
}

function cutShort(expected: string, fields: readonly FormField[]) {
  const got = `none in field ${fields.length + 1}`;
  return badForm({
    what: 'form',
    expected,
    got,
    hint: 'send the whole form, with the boundary of its Content-Type',
  });
}

/** Name in the headers of a field. Quoted values are stepped over as a whole: a file name may look like a parameter. */
function fieldName(headers: string): string {
  const encoding = /^content-transfer-encoding:[ \t]*([^\r\n]*)/im.exec(headers)?.[1] ?? 'binary';
  if (!/^(binary|8bit|7bit)\s*$/i.test(encoding)) {
    const what = 'Content-Transfer-Encoding';
    throw badForm({
      what,
      expected: 'binary',
      got: encoding.slice(0, 60),
      hint: 'send the bytes as they are',
    });
  }
  const disposition = /^content-disposition:[ \t]*form-data[ \t]*([^\r\n]*)/im.exec(headers)?.[1] ?? '';
  const parameter = /;\s*([\w*-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))\s*/y;
  for (let found = parameter.exec(disposition); found !== null; found = parameter.exec(disposition)) {
    const [, key, quoted, plain] = found;
    if (key?.toLowerCase() === 'name') return quoted ?? plain ?? '';
  }
  const expected = 'form-data with a name';
  throw badForm({
    what: 'Content-Disposition',
    expected,
    got: disposition.slice(0, 60) || 'none',
    hint: sample,
  });
}
