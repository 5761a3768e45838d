using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Host.Http;

/// <summary>The words of <see cref="SolvencyHtml"/> in one language. Holes are .NET's: <c>{0}</c>; markup in them is ours.</summary>
internal sealed record SolvencyWords(string Code, CultureInfo Culture)
{
    public required string Title { get; init; }

    public required string None { get; init; }

    public required string UnknownTitle { get; init; }

    public required string Unknown { get; init; }

    public required string Intro { get; init; }

    public required string Made { get; init; }

    public required string Owed { get; init; }

    public required string Held { get; init; }

    public required string Verdict { get; init; }

    public required string Covered { get; init; }

    public required string NotCovered { get; init; }

    public required string Leaving { get; init; }

    public required string Places { get; init; }

    public required string Hot { get; init; }

    public required string Cold { get; init; }

    public required string Deposits { get; init; }

    public required string OnDeposits { get; init; }

    public required string Compared { get; init; }

    public required string NothingMissing { get; init; }

    public required string Missing { get; init; }

    public required string Tree { get; init; }

    public required string Root { get; init; }

    public required string Accounts { get; init; }

    public required string Block { get; init; }

    public required string Books { get; init; }

    public required string UpTo { get; init; }

    public required string Sealed { get; init; }

    public required string Check { get; init; }

    public required string CheckPublic { get; init; }

    public required string Explorer { get; init; }

    public required string Part { get; init; }

    public required string Secret { get; init; }

    public required string Mine { get; init; }

    public required string Nothing { get; init; }

    public required string Earned { get; init; }

    public required string Ads { get; init; }

    public required string Campaign { get; init; }

    public required string NamedCampaign { get; init; }

    public required string Leaf { get; init; }

    public required string Steps { get; init; }

    public required string Download { get; init; }

    public required string SameRoot { get; init; }

    public required string ByHand { get; init; }

    public required string Limits { get; init; }

    public required string Ago { get; init; }

    public required Func<TimeSpan, string> Age { get; init; }

    public required string Other { get; init; }

    /// <summary>The language of <c>?lang=</c>, else the first one of the browser's that is spoken here, else English.</summary>
    public static SolvencyWords Choose(HttpRequest request)
    {
        var asked = request.Query["lang"].ToString();
        var wanted = request.GetTypedHeaders().AcceptLanguage
            .Where(language => language.Quality is not 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString())
            .Prepend(asked);
        return wanted.Select(Find).FirstOrDefault(words => words is not null) ?? English;
    }

    private static SolvencyWords? Find(string language) => language.Split('-', '_')[0].ToLowerInvariant() switch { "en" => English, "fr" => French, _ => null };

    private static string Span(TimeSpan age, string moment, string[] minute, string[] hour, string[] day, Func<long, bool> isOne)
    {
        if (age.TotalMinutes < 1)
        {
            return moment;
        }

        var (count, unit) = age.TotalHours < 1 ? ((long)age.TotalMinutes, minute) : age.TotalDays < 2 ? ((long)age.TotalHours, hour) : ((long)age.TotalDays, day);
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit[isOne(count) ? 0 : 1]}");
    }

    private static SolvencyWords English { get; } = new("en", CultureInfo.GetCultureInfo("en-GB"))
    {
        Title = "Proof of solvency",
        None = "There isn’t one yet. The first follows within minutes of the first look at the chain.",
        UnknownTitle = "There’s no such proof",
        Unknown = "Open the link from the chat’s /solvency screen again.",
        Intro = "What this marketplace owes to people, beside the coins it holds.",
        Made = "Made {0} UTC at block {1} of {2}",
        Owed = "Owed to people",
        Held = "Held",
        Verdict = "Verdict",
        Covered = "Covered",
        NotCovered = "Not covered",
        Leaving = "Of what is owed, {0} had been sent to people and hadn’t arrived for good.",
        Places = "Where the coins are",
        Hot = "Pays withdrawals",
        Cold = "Key kept elsewhere",
        Deposits = "Deposit addresses",
        OnDeposits = "on {0} of them. They aren’t listed here: each belongs to one person",
        Compared = "Books and chain",
        NothingMissing = "compared {0} UTC: nothing is missing",
        Missing = "compared {0} UTC: {1} missing",
        Tree = "The tree over what is owed",
        Root = "Root",
        Accounts = "Accounts in it",
        Block = "Block",
        Books = "Books",
        UpTo = "up to transfer {0}",
        Sealed = ", sealed by {0}",
        Check = "Check it yourself, without trusting us",
        CheckPublic = "In the chat, <b>/solvency</b> gives you your own part of the proof, <code>proof.json</code>. It shows that your balances are in the total above.",
        Explorer = "Look the addresses above up with any explorer of {0}. These totals as <a href=\"/solvency.json\">JSON</a>.",
        Part = "Your part of the proof",
        Secret = "Anyone with this link sees these balances: keep it to yourself.",
        Mine = "Your balances in the total",
        Nothing = "You had nothing on your balances when it was made. What you have now is in the next one.",
        Earned = "Your own balance",
        Ads = "Advertising",
        Campaign = "In a campaign",
        NamedCampaign = "In the campaign “{0}”",
        Leaf = "leaf {0}",
        Steps = "steps to the root: {0}",
        Download = "Download proof.json",
        SameRoot = "The root must be the one on the <a href=\"/solvency?lang=en\">public page</a>, and the one that others see there.",
        ByHand =
            """
            <p>Any program can check it; the rules fit in a few lines:</p>
            <ol><li>Your leaf is SHA-256 of a zero byte, your nonce, and your account, asset and balance.</li>
            <li>At each step of your path, hash a one byte, the left node and the right node (each is its sum and its hash), and add up the two sums. No sum is negative.</li>
            <li>At the end stand the root and the total owed: the ones that everybody else sees.</li></ol>
            <p>This is that program in one file, <a href="/solvency/verify.mjs">verify.mjs</a>. Read it, then run it with nothing but Node.js, offline if you like:</p>
            """,
        Limits =
            """
            What it doesn’t show: that the coins aren’t borrowed for the day, that we can sign for them, or that people who never check weren’t left out. The more people check, the less can be
            hidden.
            """,
        Ago = "{0} ago",
        Age = age => Span(age, "less than a minute", ["minute", "minutes"], ["hour", "hours"], ["day", "days"], count => count == 1),
        Other = "<a href=\"?lang=fr\" lang=\"fr\" hreflang=\"fr\">Français</a>",
    };

    private static SolvencyWords French { get; } = new("fr", CultureInfo.GetCultureInfo("fr-FR"))
    {
        Title = "Preuve de solvabilité",
        None = "Il n’y en a pas encore. La première suit de quelques minutes le premier regard sur la chaîne.",
        UnknownTitle = "Cette preuve n’existe pas",
        Unknown = "Rouvrez le lien depuis l’écran /solvency de la discussion.",
        Intro = "Ce que cette place de marché doit aux gens, à côté des fonds qu’elle détient.",
        Made = "Faite le {0} UTC au bloc {1} de {2}",
        Owed = "Dû aux gens",
        Held = "Détenu",
        Verdict = "Verdict",
        Covered = "Couvert",
        NotCovered = "Non couvert",
        Leaving = "De ce qui est dû, {0} étaient envoyés et pas encore arrivés définitivement.",
        Places = "Où sont les fonds",
        Hot = "Paie les retraits",
        Cold = "Clé conservée ailleurs",
        Deposits = "Adresses de dépôt",
        OnDeposits = "sur {0} d’entre elles. Elles ne sont pas listées ici : chacune appartient à une personne",
        Compared = "Livres et chaîne",
        NothingMissing = "comparés le {0} UTC : rien ne manque",
        Missing = "comparés le {0} UTC : il manque {1}",
        Tree = "L’arbre de ce qui est dû",
        Root = "Racine",
        Accounts = "Comptes",
        Block = "Bloc",
        Books = "Livres",
        UpTo = "jusqu’à l’écriture {0}",
        Sealed = ", scellés par {0}",
        Check = "Vérifiez vous-même, sans nous faire confiance",
        CheckPublic = "Dans la discussion, <b>/solvency</b> vous donne votre propre part de la preuve, <code>proof.json</code>. Elle montre que vos soldes sont dans le total ci-dessus.",
        Explorer = "Cherchez les adresses ci-dessus dans n’importe quel explorateur de {0}. Ces totaux en <a href=\"/solvency.json\">JSON</a>.",
        Part = "Votre part de la preuve",
        Secret = "Toute personne qui a ce lien voit ces soldes : gardez-le pour vous.",
        Mine = "Vos soldes dans le total",
        Nothing = "Vous n’aviez rien sur vos soldes à ce moment-là. Ce que vous avez maintenant sera dans la prochaine.",
        Earned = "Votre propre solde",
        Ads = "Publicité",
        Campaign = "Dans une campagne",
        NamedCampaign = "Dans la campagne « {0} »",
        Leaf = "feuille {0}",
        Steps = "étapes jusqu’à la racine : {0}",
        Download = "Télécharger proof.json",
        SameRoot = "La racine doit être celle de la <a href=\"/solvency?lang=fr\">page publique</a>, et celle que les autres y voient.",
        ByHand =
            """
            <p>N’importe quel programme peut la vérifier ; les règles tiennent en quelques lignes :</p>
            <ol><li>Votre feuille est le SHA-256 d’un octet zéro, de votre nonce, puis de votre compte, de la monnaie et du solde.</li>
            <li>À chaque étape de votre chemin, hachez un octet un, le nœud gauche et le nœud droit (chacun est sa somme et son hachage), et additionnez les deux sommes. Aucune n’est négative.</li>
            <li>Au bout se trouvent la racine et le total dû : ceux que tous les autres voient.</li></ol>
            <p>Voici ce programme en un seul fichier, <a href="/solvency/verify.mjs">verify.mjs</a>. Lisez-le, puis lancez-le avec Node.js et rien d’autre, hors ligne si vous voulez :</p>
            """,
        Limits =
            """
            Ce qu’elle ne montre pas : que les fonds ne sont pas empruntés pour la journée, que nous pouvons signer pour eux, ni que ceux qui ne vérifient jamais n’ont pas été oubliés. Plus il y a de
            gens qui vérifient, moins on peut cacher.
            """,
        Ago = "il y a {0}",
        Age = age => Span(age, "moins d’une minute", ["minute", "minutes"], ["heure", "heures"], ["jour", "jours"], count => count < 2),
        Other = "<a href=\"?lang=en\" lang=\"en\" hreflang=\"en\">English</a>",
    };
}
