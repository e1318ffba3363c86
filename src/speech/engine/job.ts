import type { Voice } from '../voices.ts';

/** What the child process is asked for, one JSON line each. Paths are absolute. */
export interface Job {
  readonly pieces: readonly Piece[];
  /**
   * Where the joined clip goes, and its MP3 if that is wanted now. A joined clip that is there already needs no pieces.
   * Absent: only the pieces are made and cached.
   */
  readonly into?: { readonly wav: string; readonly mp3?: string };
  /** Set on personal joins: milliseconds since the epoch, kept as the files' time so that any process can see them lapse. */
  readonly personalAt?: number;
}

/** One segment: a cached clip, else a recorded take, else speech. */
export interface Piece {
  readonly text: string;
  readonly voice?: Voice;
  /** Where it is cached. Absent for what only this caller may hear. */
  readonly cached?: string;
  readonly take?: string;
  /** A value, such as a digit, follows its neighbour closer. */
  readonly value: boolean;
}

/** What the child process answers: it is ready, or a job is done. Nothing it says repeats a text. */
export type Answer = { readonly ready: true } | { readonly id: number; readonly made: boolean };
