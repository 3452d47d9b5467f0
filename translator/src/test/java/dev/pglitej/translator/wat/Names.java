package dev.pglitej.translator.wat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Index spaces of a module: what its $names stand for, and its types, which come to be as they are used. */
final class Names {
    private final Map<String, Integer> functions = new HashMap<>();
    private final Map<String, Integer> globals = new HashMap<>();
    private final Map<String, Integer> typeNames = new HashMap<>();
    private final List<List<List<String>>> types = new ArrayList<>();

    void defineFunction(String name) {
        functions.put(name.isEmpty() ? "#" + functions.size() : name, functions.size());
    }

    void defineGlobal(String name) {
        globals.put(name.isEmpty() ? "#" + globals.size() : name, globals.size());
    }

    void defineType(String name, List<Node> nodes) {
        typeNames.put(name, type(nodes));
    }

    int function(String name) {
        return index(functions, name);
    }

    int global(String name) {
        return index(globals, name);
    }

    int index(Map<String, Integer> space, String name) {
        Integer index = space.get(name);
        return index != null ? index : Integer.parseInt(name);
    }

    /** The index of the type that these (type), (param) and (result) lists describe. */
    int type(List<Node> nodes) {
        List<String> parameters = new ArrayList<>();
        List<String> results = new ArrayList<>();
        for (Node node : nodes) {
            Node.Nodes list = (Node.Nodes) node;
            if (list.is("type")) {
                return index(typeNames, ((Node.Word) list.nodes().get(1)).text());
            }
            for (Node type : list.nodes().subList(1, list.nodes().size())) {
                String word = ((Node.Word) type).text();
                if (!word.startsWith("$")) (list.is("param") ? parameters : results).add(word);
            }
        }
        List<List<String>> type = List.of(parameters, results);
        if (!types.contains(type)) types.add(type);
        return types.indexOf(type);
    }

    /** A block's type: nothing, one result, or an index. */
    int blockType(List<Node> nodes) {
        if (nodes.isEmpty()) return -64;
        List<List<String>> type = types.get(type(nodes));
        return type.get(0).isEmpty() && type.get(1).size() == 1
                ? valueType(type.get(1).get(0)) - 0x80
                : types.indexOf(type);
    }

    int parameterCount(int type) {
        return types.get(type).get(0).size();
    }

    int valueType(String name) {
        return switch (name) {
            case "i32" -> 0x7f;
            case "i64" -> 0x7e;
            case "f32" -> 0x7d;
            case "f64" -> 0x7c;
            case "v128" -> 0x7b;
            case "funcref" -> 0x70;
            case "externref" -> 0x6f;
            default -> throw new IllegalArgumentException("no type " + name);
        };
    }

    Bytes typeSection() {
        Bytes section = new Bytes().unsigned(types.size());
        for (List<List<String>> type : types) {
            section.raw(0x60);
            for (List<String> values : type) {
                section.unsigned(values.size());
                values.forEach(value -> section.raw(valueType(value)));
            }
        }
        return section;
    }
}
