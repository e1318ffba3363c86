// Another program that holds the line's file: takes it whole at start, and lets go when its input ends.
import Database from 'better-sqlite3';

const db = new Database(process.argv[2], { timeout: 5_000 });
db.exec('BEGIN EXCLUSIVE');
process.stdout.write('held\n');
process.stdin.on('end', () => { db.exec('ROLLBACK'); db.close(); }).resume();
