import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Source {
  /** From the package root, such as `src/dialogue/hop.ts`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly { readonly from: string; readonly typeOnly: boolean }[];
  /** Names given here: variables, functions, parameters, types, properties of types. */
  readonly names: readonly string[];
  /** Reads of the clock and of the environment, as written. */
  readonly reads: readonly string[];
}

/** Every file of our own code under these folders, parsed. */
export const readSources = (folders: readonly string[]): Source[] => folders
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => /\.(?:[jt]sx?)$/.test(file) && !file.endsWith('.d.ts'))
  .sort()
  .map((path) => parse(path, readFileSync(join(ROOT, path), 'utf8')));

export function parse(path: string, words: string): Source {
  const imports: { from: string; typeOnly: boolean }[] = [];
  const names: string[] = [];
  const reads: string[] = [];
  const reach = (specifier: string): string => (specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : specifier);
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      imports.push({ from: reach(node.moduleSpecifier.text), typeOnly: isTypeOnly(node) });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] && ts.isStringLiteral(node.arguments[0])) {
      imports.push({ from: reach(node.arguments[0].text), typeOnly: false });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      imports.push({ from: reach(node.argument.literal.text), typeOnly: true });
    }
    if (isNaming(node) && node.name && ts.isIdentifier(node.name)) names.push(node.name.text);
    const read = readOf(node);
    if (read) reads.push(read);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, words, ts.ScriptTarget.Latest, true));
  return { path, lines: words.split('\n').length - 1, imports, names, reads };
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  const clause = node.importClause;
  if (!clause) return false;
  const named = clause.namedBindings;
  return clause.isTypeOnly || (!clause.name && named !== undefined && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly));
}

const isNaming = (node: ts.Node): node is ts.NamedDeclaration => ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isParameter(node)
  || ts.isBindingElement(node) || ts.isClassDeclaration(node) || ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node)
  || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isPropertySignature(node) || ts.isMethodSignature(node);

const CLOCKS = /^(?:Date\.now|performance\.now|process\.hrtime(?:\.bigint)?|DateTime\.(?:now|local|utc))$/;

function readOf(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date()';
  if (ts.isCallExpression(node) && CLOCKS.test(node.expression.getText())) return node.expression.getText();
  return ts.isPropertyAccessExpression(node) && node.getText() === 'process.env' ? 'process.env' : undefined;
}
