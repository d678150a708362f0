import {
  type ArenaErrorKind,
  type CodecError,
  type CodecErrorKind,
  isArenaError,
  isCodecError,
} from '@matrix-arena/contract';

/** What the process exits with. */
export const exitCodes = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

const byKind: Partial<Record<ArenaErrorKind, number>> = {
  usage: exitCodes.usage,
  interrupted: exitCodes.interrupted,
};

export interface Failure {
  /** One line; empty when there is nobody to read it. */
  readonly message: string;
  readonly exitCode: number;
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there; check the path',
  ENOTDIR: 'a part of the path is a file and no folder; check the path',
  EISDIR: 'it is a folder and no file; check the path',
  EACCES: 'access is denied; change its permissions or choose another path',
  EPERM: 'access is denied; change its permissions or choose another path',
  EROFS: 'the file system is read-only; choose another path',
  ENOSPC: 'the disk is full; make room and run it again',
};

/** Of an error that only the system knows, such as EIO or ENAMETOOLONG. */
function otherReason(code: string): string {
  return `${code}; check the path or choose another`;
}

/** What to do about an error of the format. */
const codecHints: Partial<Record<CodecErrorKind, string>> = {
  truncated: 'the packed file is cut short: fetch it again',
  corrupt: 'the packed file is damaged: fetch it again',
};

function codecMessage({ kind, message }: CodecError): string {
  const hint = codecHints[kind];
  return hint === undefined ? message : `${message}; ${hint}`;
}

/** What a thrown value means for the user. */
export function failureOf(error: unknown): Failure {
  if (isArenaError(error))
    return { message: error.message, exitCode: byKind[error.kind] ?? exitCodes.failed };
  if (isCodecError(error)) return { message: codecMessage(error), exitCode: exitCodes.failed };
  const { code = '', errno, path = '', message } = error as NodeJS.ErrnoException;
  if (code.startsWith('ERR_PARSE_ARGS'))
    return { message: `${message.split('. ')[0]}; see matrix-codec --help`, exitCode: exitCodes.usage };
  // Whoever read our output has left.
  if (code === 'EPIPE') return { message: '', exitCode: exitCodes.failed };
  const reason = systemReasons[code] ?? (errno === undefined ? undefined : otherReason(code));
  return {
    message: reason === undefined ? `unexpected: ${message}; report it` : `${path || 'file'}: ${reason}`,
    exitCode: exitCodes.failed,
  };
}
