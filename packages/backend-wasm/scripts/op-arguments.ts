// Writes src/steps/op-arguments.ts: how the arguments of each op are laid out, as the classes in assembly/ say.
//   node --import tsx scripts/op-arguments.ts
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const assembly = new URL('../assembly/', import.meta.url);
const target = fileURLToPath(new URL('../src/steps/op-arguments.ts', import.meta.url));

interface ArgumentClass {
  readonly name: string;
  readonly base: string;
  readonly file: string;
  readonly fields: readonly { readonly name: string; readonly type: string }[];
  /** Whether a `ConvGeometry` lies behind the fields. */
  readonly hasGeometry: boolean;
}

/** The classes of arguments, by name. Fields that are private belong to the engine: the scratch memory. */
function readClasses(): Map<string, ArgumentClass> {
  const classes = new Map<string, ArgumentClass>();
  for (const file of readdirSync(assembly).filter((name) => name.endsWith('.ts'))) {
    const source = readFileSync(new URL(file, assembly), 'utf8');
    for (const [, name, base, body] of source.matchAll(/export class (\w+) extends (\w+) \{\n(.*?)\n\}/gs)) {
      const fields = [...body!.matchAll(/^ {2}(\w+): (\w+);$/gm)].map(([, field, type]) => ({
        name: field!,
        type: type!,
      }));
      const hasGeometry = body!.includes(`offsetof<${name}>()`);
      classes.set(name!, { name: name!, base: base!, file, fields, hasGeometry });
    }
  }
  return classes;
}

/** The file's text, before it is formatted. */
export function opArgumentsSource(): string {
  const classes = readClasses();
  const used = new Set<string>();
  const encoderOf = (name: string) => `${name[0]!.toLowerCase()}${name.slice(1).replace(/Args$/, '')}Words`;
  const parts = [...classes.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, base, file, fields, hasGeometry }) => {
      // Those of images begin with a geometry, and go on with how it is divided.
      const isOfImages = name === IMAGES;
      const own = isOfImages ? fields.slice(GEOMETRY_FIELDS) : fields;
      const members = own.map(({ name: field, type }) => {
        if (!NUMBERS.includes(type)) used.add(type);
        return `readonly ${field}: ${NUMBERS.includes(type) ? 'number' : type};`;
      });
      const words = own.map((field) =>
        field.type === 'f32' ? `float32Word(args.${field.name})` : `args.${field.name}`,
      );
      if (isOfImages) words.unshift('...geometryWords(args)');
      if (base === IMAGES) words.unshift(`...${encoderOf(base)}(args)`);
      if (hasGeometry) {
        members.push('readonly geometry: ConvGeometry;');
        words.push('...geometryWords(args.geometry)');
      }
      const inherits = isOfImages ? ' extends ConvGeometry' : base === IMAGES ? ` extends ${IMAGES}` : '';
      return `/** \`${name}\` of assembly/${file}. */
export interface ${name}${inherits} { ${members.join(' ')} }

export function ${encoderOf(name)}(args: ${name}): number[] { return [${words.join(', ')}]; }
`;
    });
  const enums = [...used].sort().map((type) => {
    const file = type.replace(/[a-z](?=[A-Z])/g, '$&-').toLowerCase();
    return `import type { ${type} } from '../../assembly/${file}.ts';`;
  });
  return `// Written by scripts/op-arguments.ts from the classes of assembly/, which say what each field is: do not edit.
${enums.join('\n')}
import { type ConvGeometry, geometryWords } from '../conv-geometry.ts';
import { float32Word } from '../engine/step.ts';

${parts.join('\n')}`;
}

/** Types that a step writes as plain numbers; the others are enums that both sides share. */
const NUMBERS = ['usize', 'i32', 'u32', 'f32'];

/** The class of arguments of ops that slide a window over images, and how many of its fields are the geometry's. */
const IMAGES = 'ImageArgs';
const GEOMETRY_FIELDS = 15;

if (import.meta.url === pathToFileURL(process.argv[1]!).href) {
  writeFileSync(target, opArgumentsSource());
  const biome = fileURLToPath(new URL('../../../node_modules/@biomejs/biome/bin/biome', import.meta.url));
  execFileSync(process.execPath, [biome, 'check', '--write', target], { stdio: 'inherit' });
}
