// Parses a PowerShell script and prints, as JSON: where it is no PowerShell, what it runs, and the values of its hash tables.
// Arguments: the folder of the modules, the script.
const path = require('path');
const [modules, script] = process.argv.slice(2);
const { Parser, Language } = require(path.join(modules, 'web-tree-sitter', 'tree-sitter.cjs'));

// What runs something, and what may hide that it does.
const RUNS = ['command', 'invokation_expression', 'sub_expression', 'script_block_expression'];

function walk(node, visit) {
  visit(node);
  node.children.forEach((child) => walk(child, visit));
}

// The text that an expression of literals yields; anything else in it is shown as it stands, so that it equals no text.
function value(node) {
  if (node.type === 'verbatim_string_characters') {
    return node.text.slice(1, -1).replace(/''/g, "'");
  }
  if (node.type === 'cast_expression') {
    const number = /^\[char\](0x[0-9A-F]{4})$/.exec(node.text);
    return number ? String.fromCharCode(Number(number[1])) : `<${node.text}>`;
  }
  if (node.childCount === 0) {
    return ['(', ')', '+'].includes(node.type) ? '' : `<${node.text}>`;
  }
  return node.children.map(value).join('');
}

(async () => {
  await Parser.init();
  const parser = new Parser();
  const grammar = path.join(modules, 'tree-sitter-powershell', 'tree-sitter-powershell.wasm');
  parser.setLanguage(await Language.load(grammar));
  const root = parser.parse(require('fs').readFileSync(script, 'utf8')).rootNode;
  const seen = { errors: [], commands: [], tableValues: [] };
  walk(root, (node) => {
    if (node.isError || node.isMissing) {
      seen.errors.push(`line ${node.startPosition.row + 1}: ${node.text.slice(0, 80)}`);
    }
    if (RUNS.includes(node.type)) {
      seen.commands.push(`${node.type} ${node.children[0].text}`);
    }
    if (node.type === 'hash_entry') {
      const literals = node.children.slice(2).filter((child) => child.type !== ';');
      seen.tableValues.push(literals.map(value).join(''));
    }
  });
  require('fs').writeFileSync(1, JSON.stringify(seen));
  process.exit(0); // else the optimizing compiler goes on with the grammar for minutes
})();
