import { useText } from '../ui/language.tsx';

/** How many digits were entered, without saying which. */
export function PinDigits({ count }: { readonly count: number }) {
  const t = useText();
  return (
    <p className="pin__digits" role="img" aria-label={t('pin.length', { count })}>
      {Array.from({ length: count }, (_, index) => (
        <span key={index} className="pin__digit" />
      ))}
    </p>
  );
}
