import type { ReportSection } from '../data/types.ts';

/** One tab for each section, moved between with the arrow keys. */
export function SectionTabs({
  sections,
  selected,
  onSelect,
}: {
  sections: readonly ReportSection[];
  selected: number;
  onSelect: (id: string) => void;
}) {
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (selected + step + sections.length) % sections.length;
    onSelect(sections[next].id);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <>
      <p class="tabs-title">
        {sections.length} sorts of results that cannot be compared with each other, each ranked by itself:
      </p>
      <div role="tablist" class="tabs" aria-label="Sorts of results">
        {sections.map((section, index) => (
          <button
            key={section.id}
            type="button"
            role="tab"
            id={`tab-${index}`}
            aria-controls="section"
            aria-selected={index === selected}
            tabIndex={index === selected ? 0 : -1}
            onClick={() => onSelect(section.id)}
            onKeyDown={move}
          >
            <span class="name">
              {section.rules.name} on {section.corpus.name}
            </span>
            <span class="unit">
              {section.apartBecause.length === 0
                ? 'the first'
                : `other ${section.apartBecause.map(({ what }) => what).join(', ')}`}
            </span>
          </button>
        ))}
      </div>
    </>
  );
}
