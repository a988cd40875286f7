package faas.runtime.binding;

import faas.runtime.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The named values of a request at one level of nesting.
 *
 * @param query values of the query, by full name
 * @param form values of a form body, by full name
 * @param members JSON members at this level
 * @param prefix the common prefix of full names at this level, such as {@code order.}; empty at the top level
 */
record RequestValues(
        Map<String, List<String>> query, Map<String, List<String>> form, Map<String, Json> members, String prefix) {

    /** The value of one name. */
    sealed interface Found {

        record Nothing() implements Found {}

        /** One or more strings. */
        record Texts(List<String> values) implements Found {}

        record Value(Json json) implements Found {}

        /** The name is in the query and in the body. */
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

    /** The values of a member, one level down. */
    RequestValues nested(String name, Map<String, Json> itsMembers) {
        return new RequestValues(query, form, itsMembers, prefix + name + ".");
    }

    /** Whether the query or the form has a value inside a record of that name. */
    boolean reachesInto(String name) {
        String begin = prefix + name + ".";
        return query.keySet().stream().anyMatch(key -> key.startsWith(begin))
                || form.keySet().stream().anyMatch(key -> key.startsWith(begin));
    }

    /** All full names at this level and below; for JSON, at this level only. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        query.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(names::add);
        form.keySet().stream().filter(key -> key.startsWith(prefix)).forEach(names::add);
        members.keySet().forEach(name -> names.add(prefix + name));
        return names;
    }
}
