/** A file that a reader can have. */
interface DownloadFile {
  /** Of its button. */
  readonly label: string;
  readonly name: string;
  /** As a MIME type. */
  readonly type: string;
  /** Makes what is in it, once it is asked for. */
  readonly text: () => string;
}

/** What a page shows, as files. They are made of what the page holds; nothing is fetched. */
export function Downloads({ intro, files }: { intro: string; files: readonly DownloadFile[] }) {
  return (
    <section class="downloads controls" aria-labelledby="downloads">
      <h2 id="downloads">Data</h2>
      <p>{intro}</p>
      <p class="buttons">
        {files.map((file) => (
          <button key={file.name} type="button" class="plain" onClick={() => save(file)}>
            {file.label}
          </button>
        ))}
      </p>
    </section>
  );
}

/** Long enough for any browser to have begun a download. */
const keepMs = 60_000;

function save({ name, type, text }: DownloadFile): void {
  const url = URL.createObjectURL(new Blob([text()], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), keepMs);
}
