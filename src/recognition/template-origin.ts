/**
 * How a picture becomes a template, besides the network: the points of the face, the crop, what the network is given of it. Raise it with a change
 * after which templates made before are compared with less success: they are made again from the stored photographs, behind the gate's work.
 */
export const RECIPE = 1;

/** What made a template; only templates of one origin can be compared. `sha256`: of the recogniser's file. */
export function templateOrigin(sha256: string, recipe = RECIPE): string {
  // Templates from before there were recipes name the network alone.
  return recipe === 1 ? sha256 : `${sha256}/${recipe}`;
}
