package faas.runtime.binding;

import faas.runtime.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything a call gives by name, at one level of nesting.
 *
 * @param query texts of the query, by their full names
 * @param form texts of a form body, by their full names
 * @param members what JSON gives at this level
 * @param prefix what full names at this level begin with, {@code order.} with its dot; empty at the top
 */
record RequestValues(
        Map<String, List<String>> query, Map<String, List<String>> form, Map<String, Json> members, String prefix) {

    /** What is given under one name. */
    sealed interface Found {

        record Nothing() implements Found {}

        /** At least one text. */
        record Texts(List<String> values) implements Found {}

        record Value(Json json) implements Found {}

        /** Query and body both have it, and nobody says which is meant. */
        record Ambiguous() implements Found {}
    }

    /** The full name of a parameter at this level. */
    String path(String name) {
        return prefix.isEmpty() ? name : prefix + name;
    }

    Found find(String name) {
        String path = path(name);
        List<String> inQuery = query.getOrDefault(path, List.of());
        List<String> inForm = form.getOrDefault(path, List.of());
        Json json = members.get(name);
        boolean inBody = !inForm.isEmpty() || json != null;
        if (!inQuery.isEmpty() && inBody) {
            return new Found.Ambiguous();
        }
        if (json != null) {
            return json instanceof Json.Null ? new Found.Nothing() : new Found.Value(json);
        }
        List<String> texts = inForm.isEmpty() ? inQuery : inForm;
        return texts.isEmpty() ? new Found.Nothing() : new Found.Texts(texts);
    }

    /** One level down, into a member of that name. */
    RequestValues nested(String name, Map<String, Json> itsMembers) {
        return new RequestValues(query, form, itsMembers, prefix + name + ".");
    }

    /** Whether texts are given for anything within a record of that name. */
    boolean reachesInto(String name) {
        String begin = prefix + name + ".";
        return query.keySet().stream().anyMatch(key -> key.startsWith(begin))
                || form.keySet().stream().anyMatch(key -> key.startsWith(begin));
    }

    /** The full names that are given at this level and below, those of JSON at this level only. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        query.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(names::add);
        form.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(names::add);
        members.keySet().forEach(name -> names.add(prefix + name));
        return names;
    }
}
