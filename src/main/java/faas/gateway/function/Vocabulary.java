package faas.gateway.function;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * A set of known words, such as the names of all labels.
 *
 * @param words never empty
 */
public record Vocabulary(Set<String> words) {
    public Vocabulary {
        words = Set.copyOf(words);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a vocabulary without words");
        }
    }

    /** The closest word, if fewer than half of the letters of the misspelt one need to change. */
    public Optional<String> closestTo(String misspelt) {
        return words.stream()
                .min(Comparator.comparingInt((String word) -> distance(misspelt, word))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(word -> distance(misspelt, word) * 2 < misspelt.length());
    }

    /** Whether some word has at most so many letters that differ. */
    public boolean hasWithin(int letters, String misspelt) {
        return words.stream().anyMatch(word -> distance(misspelt, word) <= letters);
    }

    /** The Levenshtein distance: the number of letters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
