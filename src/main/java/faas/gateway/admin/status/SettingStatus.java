package faas.gateway.admin.status;

import faas.gateway.function.Setting;
import java.util.Locale;

/**
 * A setting as JSON for {@code /system/settings}; the components are its fields.
 *
 * @param value that of a secret is masked
 * @param source its {@link Setting.Source} in lower case
 */
record SettingStatus(String name, String value, String source) {
    static SettingStatus of(Setting setting) {
        return new SettingStatus(
                setting.name(), setting.shown(), setting.source().name().toLowerCase(Locale.ROOT));
    }
}
