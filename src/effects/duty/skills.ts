import type { Advocate, Shift, Subject } from '../../store/store.ts';

/** What a colleague may be best at, beside languages. Closed, so that shifts and colleagues mean the same by a word. */
export const SKILLS = ['women', 'children', 'legal', 'health', 'group'] as const;
export type Skill = (typeof SKILLS)[number];

/** What a caller said it is about, and who is best at that. Nothing is guessed from anything else. */
const BEST: Readonly<Partial<Record<Subject, readonly Skill[]>>> = { pay: ['legal'], papers: ['legal'], hurt: ['women', 'health'] };

/**
 * How well somebody fits a request during a shift, for handing it out: 0 where they do not speak its language then, 1 where they
 * do, 2 where they are also best at what it is about. Nobody is left out for lack of a skill.
 */
export function fits({ languages, skills }: Pick<Advocate, 'languages' | 'skills'>, shift: Pick<Shift, 'languages' | 'skills'> | undefined, request: { readonly language: string; readonly subject?: Subject | null | undefined }): 0 | 1 | 2 {
  const during = (theirs: readonly string[], narrowed: readonly string[] | null | undefined): readonly string[] => theirs.filter((one) => (narrowed ?? theirs).includes(one));
  if (!during(languages, shift?.languages).includes(request.language)) return 0;
  const best: readonly string[] = (request.subject && BEST[request.subject]) ?? [];
  return during(skills, shift?.skills).some((skill) => best.includes(skill)) ? 2 : 1;
}
