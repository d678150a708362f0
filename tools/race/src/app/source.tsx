import { useEffect, useState } from 'preact/hooks';
import type { EmbeddedSample } from '../embedded.ts';
import { extensions } from '../race/race-file.ts';
import { shape, size } from './format.ts';

/** Where a file comes from: dropped anywhere on the page, picked, or one of the samples. */
export function Source({
  isSmall,
  isOver,
  samples,
  onFile,
  onSample,
}: {
  /** Once there is a race, it is what the page is about. */
  isSmall: boolean;
  /** Whether a file is being dragged over the page. */
  isOver: boolean;
  samples: readonly EmbeddedSample[];
  onFile: (file: File) => void;
  onSample: (sample: EmbeddedSample) => void;
}) {
  return (
    <section class={`source ${isSmall ? 'small' : ''} ${isOver ? 'over' : ''}`} aria-label="File">
      {!isSmall && (
        <p class="lead">
          Which codec suits your matrix? Drop a file of bfloat16 values and watch every solution of the arena
          compress and restore it, bit for bit. It all happens in this page: no byte of the file leaves the
          browser.
        </p>
      )}
      <div class="ways">
        <label class="pick">
          <input
            type="file"
            accept={extensions.join(',')}
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file !== undefined) onFile(file);
              // So that the same file can be chosen again.
              currentTarget.value = '';
            }}
          />
          <span class="button">Choose a file</span>
          <span class="quiet">
            or drop one here: <code>.npy</code>, <code>.safetensors</code>, <code>.bf16</code>
          </span>
        </label>
        <div class="samples">
          <span class="quiet">No file at hand? Race a sample:</span>
          {samples.map((sample) => (
            <button key={sample.id} type="button" class="plain" onClick={() => onSample(sample)}>
              {sample.title}{' '}
              <span class="quiet">
                {shape(sample)}, {size(2 * sample.rows * sample.cols)}
              </span>
            </button>
          ))}
        </div>
      </div>
    </section>
  );
}

/** Takes a file that is dropped anywhere on the page. Returns whether one is being dragged over it. */
export function useDroppedFile(onFile: (file: File) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      // Otherwise the browser would open the file in place of the page.
      event.preventDefault();
      setOver(event.dataTransfer?.types.includes('Files') ?? false);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file !== undefined) onFile(file);
    };
    const controller = new AbortController();
    const { signal } = controller;
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('dragleave', leave, { signal });
    window.addEventListener('drop', drop, { signal });
    return () => controller.abort();
  }, [onFile]);
  return isOver;
}
