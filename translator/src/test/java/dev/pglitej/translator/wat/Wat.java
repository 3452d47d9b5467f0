package dev.pglitej.translator.wat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assembles a module. Of WebAssembly's text format it knows the fields (type), (import), (func), (table), (memory),
 * (global), (export), (start), (elem), (data), written without abbreviations but (export) in a function; imports come
 * first. A field of its own, (dylink memory-size memory-alignment table-size table-alignment), makes the custom section
 * of side modules.
 */
public final class Wat {
    private final Names names = new Names();
    private final Bytes[] sections = new Bytes[13];
    private final int[] counts = new int[13];
    private final Bytes dylink = new Bytes();
    private int functions;

    private Wat() {
        for (int i = 0; i < sections.length; i++) sections[i] = new Bytes();
    }

    public static byte[] assemble(String text) {
        Wat wat = new Wat();
        List<Node> fields = Node.parse(text).nodes();
        fields.stream().skip(1).forEach(field -> wat.define((Node.Nodes) field));
        fields.stream().skip(1).forEach(field -> wat.encode((Node.Nodes) field));
        return wat.file();
    }

    private void define(Node.Nodes field) {
        List<Node> nodes = field.nodes();
        if (field.is("type")) {
            List<Node> type = ((Node.Nodes) nodes.get(nodes.size() - 1)).nodes();
            names.defineType(name(nodes, 1), type.subList(1, type.size()));
        } else if (field.is("func")) {
            names.defineFunction(name(nodes, 1));
        } else if (field.is("global")) {
            names.defineGlobal(name(nodes, 1));
        } else if (field.is("import")) {
            Node.Nodes kind = (Node.Nodes) nodes.get(3);
            if (kind.is("func")) {
                names.defineFunction(name(kind.nodes(), 1));
            } else if (kind.is("global")) {
                names.defineGlobal(name(kind.nodes(), 1));
            }
        }
    }

    private void encode(Node.Nodes field) {
        List<Node> nodes = field.nodes();
        switch (((Node.Word) nodes.get(0)).text()) {
            case "type" -> {}
            case "import" -> importOf(nodes);
            case "func" -> function(nodes);
            case "table" -> limits(section(4).raw(0x70), nodes, 1);
            case "memory" -> limits(section(5), nodes, 1);
            case "global" -> {
                int from = name(nodes, 1).isEmpty() ? 1 : 2;
                globalType(section(6), nodes.get(from)).all(code(nodes.subList(from + 1, nodes.size())));
            }
            case "export" -> export(text(nodes, 1), (Node.Nodes) nodes.get(2));
            case "start" -> sections[8].unsigned(names.function(word(nodes, 1)));
            case "elem" -> elements(nodes);
            case "data" -> data(nodes);
            case "dylink" -> {
                Bytes sizes = new Bytes();
                nodes.stream().skip(1).forEach(size -> sizes.unsigned(Code.integer(((Node.Word) size).text())));
                dylink.raw(0).sized(new Bytes().name("dylink.0").raw(1).sized(sizes));
            }
            default -> throw new IllegalArgumentException("unknown field " + nodes.get(0));
        }
    }

    private Bytes section(int id) {
        counts[id]++;
        return sections[id];
    }

    private void importOf(List<Node> nodes) {
        Bytes section = section(2).name(text(nodes, 1)).name(text(nodes, 2));
        Node.Nodes kind = (Node.Nodes) nodes.get(3);
        List<Node> rest = kind.nodes();
        int from = name(rest, 1).isEmpty() ? 1 : 2;
        switch (word(rest, 0)) {
            case "func" -> {
                section.raw(0).unsigned(names.type(rest.subList(from, rest.size())));
                functions++;
            }
            case "table" -> limits(section.raw(1, 0x70), rest, from);
            case "memory" -> limits(section.raw(2), rest, from);
            default -> globalType(section.raw(3), rest.get(from));
        }
    }

    private Bytes globalType(Bytes section, Node type) {
        return type instanceof Node.Nodes mutable
                ? section.raw(names.valueType(word(mutable.nodes(), 1)), 1)
                : section.raw(names.valueType(((Node.Word) type).text()), 0);
    }

    private static void limits(Bytes section, List<Node> nodes, int from) {
        boolean hasMaximum = nodes.size() > from + 1 && word(nodes, from + 1).matches("[0-9]+");
        boolean isShared = nodes.contains(new Node.Word("shared"));
        section.raw((hasMaximum ? 1 : 0) | (isShared ? 2 : 0)).unsigned(Code.integer(word(nodes, from)));
        if (hasMaximum) section.unsigned(Code.integer(word(nodes, from + 1)));
    }

    private void function(List<Node> nodes) {
        int position = name(nodes, 1).isEmpty() ? 1 : 2;
        while (is(nodes, position, "export")) {
            section(7)
                    .name(text(((Node.Nodes) nodes.get(position)).nodes(), 1))
                    .raw(0)
                    .unsigned(functions);
            position++;
        }
        int start = position;
        while (is(nodes, position, "type") || is(nodes, position, "param") || is(nodes, position, "result")) position++;
        List<Node> types = nodes.subList(start, position);
        int type = names.type(types);
        section(3).unsigned(type);
        Map<String, Integer> locals = new HashMap<>();
        int parameters = nameLocals(types, "param", locals, 0);
        start = position;
        while (is(nodes, position, "local")) position++;
        nameLocals(nodes.subList(start, position), "local", locals, Math.max(parameters, names.parameterCount(type)));
        Bytes body = locals(nodes.subList(start, position));
        body.all(new Code(names, locals)
                .encode(nodes.subList(position, nodes.size()))
                .toArray());
        section(10).sized(body);
        functions++;
    }

    private static boolean is(List<Node> nodes, int position, String head) {
        return position < nodes.size() && nodes.get(position) instanceof Node.Nodes list && list.is(head);
    }

    private static int nameLocals(List<Node> lists, String head, Map<String, Integer> locals, int from) {
        int index = from;
        for (Node list : lists) {
            List<Node> nodes = ((Node.Nodes) list).nodes();
            if (((Node.Nodes) list).is(head)) {
                boolean isNamed = !name(nodes, 1).isEmpty();
                if (isNamed) locals.put(name(nodes, 1), index);
                index += isNamed ? 1 : nodes.size() - 1;
            }
        }
        return index;
    }

    private Bytes locals(List<Node> lists) {
        List<String> types = new ArrayList<>();
        for (Node list : lists) {
            ((Node.Nodes) list)
                    .nodes().stream()
                            .skip(1)
                            .map(node -> ((Node.Word) node).text())
                            .filter(word -> !word.startsWith("$"))
                            .forEach(types::add);
        }
        Bytes bytes = new Bytes().unsigned(types.size());
        types.forEach(type -> bytes.raw(1, names.valueType(type)));
        return bytes;
    }

    private void export(String name, Node.Nodes what) {
        Bytes section = section(7).name(name);
        String item = word(what.nodes(), 1);
        switch (word(what.nodes(), 0)) {
            case "func" -> section.raw(0).unsigned(names.function(item));
            case "table" -> section.raw(1).unsigned(Code.integer(item));
            case "memory" -> section.raw(2).unsigned(Code.integer(item));
            default -> section.raw(3).unsigned(names.global(item));
        }
    }

    /** (elem (offset) func $f …), (elem func $f …) or (elem declare func $f …). */
    private void elements(List<Node> nodes) {
        boolean isActive = nodes.get(1) instanceof Node.Nodes;
        boolean isDeclarative = nodes.get(1).equals(new Node.Word("declare"));
        Bytes section = section(9).raw(isActive ? 0 : isDeclarative ? 3 : 1);
        if (isActive) {
            section.all(code(List.of(nodes.get(1))));
        } else {
            section.raw(0);
        }
        List<Node> items = nodes.subList(isActive || isDeclarative ? 3 : 2, nodes.size());
        section.unsigned(items.size());
        items.forEach(item -> section.unsigned(names.function(((Node.Word) item).text())));
    }

    private void data(List<Node> nodes) {
        boolean isActive = nodes.get(1) instanceof Node.Nodes;
        Bytes section = section(11).raw(isActive ? 0 : 1);
        if (isActive) section.all(code(List.of(nodes.get(1))));
        section.name(((Node.Text) nodes.get(nodes.size() - 1)).bytes());
    }

    private byte[] code(List<Node> instructions) {
        return new Code(names, Map.of()).encode(instructions).toArray();
    }

    private byte[] file() {
        Bytes file = new Bytes()
                .all("\0asm\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1))
                .all(dylink.toArray());
        write(file, 1, names.typeSection());
        int[] order = {2, 3, 4, 5, 6, 7, 8, 9, 12, 10, 11};
        for (int id : order) {
            if (id == 8 && sections[8].toArray().length > 0) {
                write(file, 8, sections[8]);
            } else if (id == 12 && counts[11] > 0) {
                write(file, 12, new Bytes().unsigned(counts[11]));
            } else if (counts[id] > 0) {
                write(file, id, new Bytes().unsigned(counts[id]).all(sections[id].toArray()));
            }
        }
        return file.toArray();
    }

    private static void write(Bytes file, int id, Bytes contents) {
        file.raw(id).sized(contents);
    }

    /** The $name at a position, or nothing. */
    private static String name(List<Node> nodes, int position) {
        return position < nodes.size()
                        && nodes.get(position) instanceof Node.Word w
                        && w.text().startsWith("$")
                ? w.text()
                : "";
    }

    private static String word(List<Node> nodes, int position) {
        return ((Node.Word) nodes.get(position)).text();
    }

    private static String text(List<Node> nodes, int position) {
        return ((Node.Text) nodes.get(position)).bytes();
    }
}
