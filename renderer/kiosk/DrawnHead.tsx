/** Anybody's head from the front; the style sheet moves its parts as the move asks. */
export function DrawnHead() {
  return (
    <g className="head">
      <g className="head__whole">
        <path className="head__neck" d="M-9 20V31Q0 35 9 31V20Z" />
        <path className="head__ear head__ear--left" d="M-20 -3C-26 -6 -26 9 -19 8Z" />
        <path className="head__ear head__ear--right" d="M20 -3C26 -6 26 9 19 8Z" />
        <path
          className="head__face"
          d="M0 -30C14 -30 21 -20 21 -5C21 10 12 28 0 28C-12 28 -21 10 -21 -5C-21 -20 -14 -30 0 -30Z"
        />
        <g className="head__features">
          <path className="head__line" d="M-13.500 -8.500Q-9 -11.500 -4.500 -8.500M13.500 -8.500Q9 -11.500 4.500 -8.500" />
          <g className="head__eyes">
            <ellipse className="head__eye" cx="-9" cy="-2" rx="3.6" ry="2.7" />
            <ellipse className="head__eye" cx="9" cy="-2" rx="3.6" ry="2.7" />
          </g>
          <path className="head__line head__lids" d="M-13 -2Q-9 1 -5 -2M13 -2Q9 1 5 -2" />
          <path className="head__line" d="M-6.500 17Q0 20.500 6.500 17" />
        </g>
        <path className="head__line head__nose" d="M0 -2L-3.200 9.500Q0 11.500 3.200 9.500" />
      </g>
    </g>
  );
}
