import { Icon } from '../../ui/Icon.tsx';
import { useText } from '../../ui/language.tsx';

/** Searches from the first letter. */
export function SearchField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const t = useText();
  return (
    <div className="search">
      <Icon name="search" />
      <input
        className="entry search__entry"
        type="text"
        value={value}
        placeholder={label}
        maxLength={64}
        data-keys="pinyin"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-label={label}
        onChange={(event) => onChange(event.target.value)}
      />
      {value !== '' && (
        <button type="button" className="search__clear" aria-label={t('list.clear')} onClick={() => onChange('')}>
          <Icon name="cross" />
        </button>
      )}
    </div>
  );
}
