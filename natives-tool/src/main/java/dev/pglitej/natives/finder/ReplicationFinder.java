package dev.pglitej.natives.finder;

import static dev.pglitej.natives.finder.Shape.constant;
import static dev.pglitej.natives.finder.Shape.load;
import static dev.pglitej.natives.finder.Shape.op;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import run.endive.wasm.types.OpCode;

/**
 * Finds what pgoutput imports, and what its supplement needs, among the functions and variables that the binary does not export.
 *
 * <p>Each rule says in its text what singles the function out; the source it refers to is PostgreSQL 18's.
 */
final class ReplicationFinder {
    /** The head of a list of one transaction number: length 1, T_XidList. */
    private static final long XID_LIST = 1L << 32 | 473;
    /** OR_EXPR, T_BoolExpr. */
    private static final long OR_EXPRESSION = 1L << 32 | 21;

    private final WasmBinary binary;
    private final SourceNames names;
    private final Map<String, WasmFunction> found = new LinkedHashMap<>();

    ReplicationFinder(WasmBinary binary, SourceNames names) {
        this.binary = binary;
        this.names = names;
    }

    /** The functions, by C name. */
    Map<String, WasmFunction> functions() {
        findCatalog();
        findTuples();
        findExpressions();
        findLists();
        return Map.copyOf(found);
    }

    private void findCatalog() {
        found.put("defGetStreamingMode", names.functionNamed("defGetStreamingMode"));
        found.put(
                "GetPublicationByName",
                only("GetPublicationByName", "ii:i", List.of(named("get_publication_oid"), named("GetPublication"))));
        WasmFunction description = names.functionNamed("RelationBuildPublicationDesc");
        int searchList = binary.export("SearchSysCacheList").index();
        List<WasmFunction> ofRelationAndSchema = binary.calleesOf(description).stream()
                .filter(f -> f.signature().equals("i:i") && f.calls(searchList))
                .toList();
        Choice.check(
                ofRelationAndSchema.size() == 2,
                "GetRelationPublications",
                "RelationBuildPublicationDesc to call two functions (i32) -> i32 that search a cache for a list, first for the relation and"
                        + " then for its schema, found " + ofRelationAndSchema);
        found.put("GetRelationPublications", ofRelationAndSchema.get(0));
        found.put("GetSchemaPublications", ofRelationAndSchema.get(1));
    }

    private void findTuples() {
        int byName = named("build_attrmap_by_name");
        int free = binary.export("pfree").index();
        found.put(
                "build_attrmap_by_name_if_req",
                only(
                        "build_attrmap_by_name_if_req",
                        "what begins with build_attrmap_by_name, and otherwise only frees the map",
                        f -> f.signature().equals("iii:i")
                                && f.calls(byName)
                                && f.callees().stream().allMatch(callee -> callee == byName || callee == free)));
        found.put(
                "execute_attr_map_slot",
                only("execute_attr_map_slot", "iii:i", exports("slot_getsomeattrs_int", "ExecStoreVirtualTuple")));
        int compact = named("populate_compact_attribute_internal");
        List<Integer> parts = exports("palloc", "palloc0", "pstrdup", "datumCopy");
        found.put(
                "CreateTupleDescCopyConstr",
                only(
                        "CreateTupleDescCopyConstr",
                        "what makes compact attributes, and copies strings and missing values",
                        f -> f.signature().equals("i:i")
                                && f.calls(compact)
                                && parts.stream().allMatch(f::calls)));
    }

    private void findExpressions() {
        found.put("ExecPrepareExpr", only("ExecPrepareExpr", "ii:i", exports("expression_planner", "ExecInitExpr")));
        found.put("addRTEPermissionInfo", only("addRTEPermissionInfo", "ii:i", exports("palloc0", "lappend")));
        WasmFunction generation = binary.function(named("build_generation_expression"));
        List<WasmFunction> collectors = binary.functions().stream()
                .filter(f -> f.signature().equals("iii:i") && f.calls(generation.index()))
                .toList();
        WasmFunction collector = Choice.only(
                "get_generated_columns",
                "a function (i32, i32, i32) -> i32 that builds generation expressions",
                collectors);
        int makeAlias = binary.export("makeAlias").index();
        found.put(
                "expand_generated_columns_in_expr",
                only(
                        "expand_generated_columns_in_expr",
                        "what makes an alias and has get_generated_columns collect the expressions",
                        f -> f.signature().equals("iii:i") && f.calls(collector.index()) && f.calls(makeAlias)));
    }

    private void findLists() {
        found.put(
                "make_orclause",
                only(
                        "make_orclause",
                        "what stores OR_EXPR and T_BoolExpr at once",
                        f -> f.signature().equals("i:i") && f.mentionsLong(OR_EXPRESSION)));
        found.put(
                "lappend_xid",
                only(
                        "lappend_xid",
                        "what makes a list of T_XidList",
                        f -> f.signature().equals("ii:i") && f.mentionsLong(XID_LIST)));
    }

    /** Where the callbacks of CacheRegisterRelSyncCallback are kept: the array that the invalidation of all caches walks last. */
    Map<String, Integer> addresses() {
        WasmFunction register = binary.export("CacheRegisterRelcacheCallback");
        int relcacheCount = Choice.only(
                "relcache_callback_count",
                "what CacheRegisterRelcacheCallback loads first",
                Shape.of(constant(), load(), op(OpCode.LOCAL_TEE)).values(register, 0));
        Shape walk = Shape.of(constant(), load(), op(OpCode.I32_LT_S));
        Shape element = Shape.of(constant(3), op(OpCode.I32_SHL), constant(), op(OpCode.I32_ADD));
        WasmFunction invalidateAll = only(
                "InvalidateSystemCachesExtended",
                "what walks the callbacks of the relation cache and one more list of such elements",
                f -> f.signature().equals(":")
                        && walk.values(f, 0).contains(relcacheCount)
                        && element.values(f, 2).size() == 2);
        List<Integer> counts = walk.values(invalidateAll, 0);
        Choice.check(
                counts.get(counts.size() - 2) == relcacheCount,
                "relsync_callback_count",
                "the list behind that of the relation cache to be the last, found " + counts);
        return Map.of(
                "relsync_callback_count", counts.get(counts.size() - 1),
                "relsync_callback_list", element.values(invalidateAll, 2).get(1));
    }

    private int named(String name) {
        return names.functionNamed(name).index();
    }

    private List<Integer> exports(String... exported) {
        return List.of(exported).stream()
                .map(name -> binary.export(name).index())
                .toList();
    }

    private WasmFunction only(String name, String signature, List<Integer> callees) {
        return only(
                name,
                "a function " + signature + " that calls " + callees + " in this order and nothing else",
                f -> f.signature().equals(signature) && f.callees().equals(callees));
    }

    private WasmFunction only(String name, String evidence, Predicate<WasmFunction> isIt) {
        return Choice.only(
                name, evidence, binary.functions().stream().filter(isIt).toList());
    }
}
