import type { Column, TableName } from './report.ts';

/** What the files call their tables, in English. */
export const TITLE: Readonly<Record<TableName, string>> = {
  'requests-by-week': 'Requests by week', 'requests-by-channel': 'Requests by channel', 'requests-by-language': 'Requests by language',
  'requests-by-country': 'Requests by country of the caller', 'requests-by-topic': 'Requests by what they are about, as far as callers say',
  callbacks: 'Callbacks that ended, by whether they were reached in a window that was safe',
  urgent: 'Alarms that wanted a call, and callers waiting on the line, by how long until an advocate spoke with them',
  left: 'Sessions that were broken off, by the screen where',
  'topics-helped': 'Whether what was read about a topic helped', confirmed: 'Whether a request helped, as its caller said',
  amounts: 'Money claimed and recovered, by currency, in whole units',
};

export const CATEGORY: Readonly<Record<TableName, string>> = {
  'requests-by-week': 'Monday of the week', 'requests-by-channel': 'Channel', 'requests-by-language': 'Language', 'requests-by-country': 'Country, ISO 3166-1', 'requests-by-topic': 'Topic',
  callbacks: 'How it ended', urgent: 'Time until an advocate', left: 'Screen', 'topics-helped': 'Answer', confirmed: 'Answer', amounts: 'Currency, ISO 4217',
};

export const COLUMN: Readonly<Record<Column, string>> = {
  count: 'How many', claimedCases: 'Cases in which money was claimed', claimedTotal: 'Money claimed', recoveredCases: 'Cases in which money was recovered', recoveredTotal: 'Money recovered',
};
