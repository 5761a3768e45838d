using Marketplace.Host.Keys;
using Marketplace.Host.Settings;
using Marketplace.Tron.Payments;

namespace Marketplace.Host.Commands;

/// <summary><c>keys …</c>: makes, looks at and locks anew the file that holds the wallet.</summary>
internal static class KeyCommands
{
    /// <summary>A new wallet.</summary>
    public static Task<int> NewAsync(string path, CommandLine line, TextWriter output) =>
        MakeAsync(path, line, output, key => TronVault.Create(path, key));

    /// <summary>A vault for 24 words that there are.</summary>
    public static async Task<int> ImportAsync(string path, CommandLine line, TextReader input, TextWriter output)
    {
        var words = await input.ReadToEndAsync();
        return await MakeAsync(path, line, output, key => TronVault.Import(path, words, key));
    }

    /// <summary>What everybody may know; needs no key.</summary>
    public static async Task<int> ShowAsync(string path, TextWriter output)
    {
        await DescribeAsync(path, VaultAccess.Use(() => TronVault.Describe(path)), output);
        return HostProgram.Success;
    }

    /// <summary>The 24 words and nothing else.</summary>
    public static async Task<int> WordsAsync(string path, CommandLine line, TextWriter output)
    {
        var key = RequireKey(path, line);
        await output.WriteLineAsync(VaultAccess.Use(() => TronVault.RevealWords(path, key)));
        return HostProgram.Success;
    }

    /// <summary>Locks a vault with another key.</summary>
    public static async Task<int> RotateAsync(string path, CommandLine line, TextWriter output)
    {
        var present = RequireKey(path, line);
        var next = Find(line, "--to")
            ?? throw new StartRefusedException(StartRefusedException.Usage, "Where shall the new key be? Say --to-file FILE, --to-secret FILE or --to-variable NAME.");
        // The present key first: a new key file is not left behind by a vault that does not open.
        VaultAccess.Check(path, present);
        using var key = VaultAccess.Use(() => CreateOrRead(next));
        var info = VaultAccess.Use(() => TronVault.Rotate(path, present, key));
        await output.WriteLineAsync($"{path} is locked with the key {info.KeyId} now, and {present} no longer opens it. Copies made before still open with the old key.");
        await output.WriteLineAsync($"Setting: {next.Setting}");
        return HostProgram.Success;
    }

    /// <summary>The memory that a signer keeps of what it signed.</summary>
    public static async Task<int> JournalAsync(string path, CommandLine line, TextWriter output)
    {
        var (key, journal) = (RequireKey(path, line), line["--journal"] ?? $"{path}.journal");
        VaultAccess.Use(() =>
        {
            TronSigner.BeginJournal(path, key, journal);
            return journal;
        });
        await output.WriteLineAsync($"{journal} is an empty journal of signatures; how far it is is remembered in {path}.head. Keep both. Setting: Signer__Journal={journal}");
        return HostProgram.Success;
    }

    /// <summary>The word that a marketplace and its signer share.</summary>
    public static async Task<int> TokenAsync(string path, TextWriter output)
    {
        VaultAccess.Use(() =>
        {
            TronSignerToken.Create(path);
            return path;
        });
        await output.WriteLineAsync($"{path} holds a new token. Settings: Signer__TokenFile={path} for the signer, Tron__SignerToken={path} (a copy) for the marketplace.");
        return HostProgram.Success;
    }

    private static async Task<int> MakeAsync(string path, CommandLine line, TextWriter output, Func<TronVaultKey, TronVaultInfo> make)
    {
        if (File.Exists(path))
        {
            throw new StartRefusedException(StartRefusedException.CanNotCreate, $"{path} exists already and stays as it is; choose another name.");
        }

        var place = Find(line, "--key") ?? Configured(line) ?? Beside(path);
        using var key = VaultAccess.Use(() => CreateOrRead(place));
        var info = VaultAccess.Use(() => make(key));
        await DescribeAsync(path, info, output);
        await output.WriteLineAsync($"Its key is {place.Source}: whoever has both has the money, whoever lost one of them needs the 24 words.");
        await output.WriteLineAsync($"Write the words on paper before the first deposit: Marketplace.Host keys words '{path}'{place.Words}");
        await output.WriteLineAsync($"Settings: Tron__Vault={path} {place.Setting}");
        return HostProgram.Success;
    }

    private static async Task DescribeAsync(string path, TronVaultInfo info, TextWriter output)
    {
        await output.WriteLineAsync($"{path} is vault {info.Id}, locked with the key {info.KeyId}.");
        await output.WriteLineAsync($"Deposit addresses come from {info.AccountXpub}");
        await output.WriteLineAsync($"Withdrawals are paid from {info.HotAddress}: keep it funded.");
    }

    /// <summary>A file that is named and not there yet is made; a key that somebody else provides must be there.</summary>
    private static TronVaultKey CreateOrRead(KeyPlace place) =>
        place.File is not null && !File.Exists(place.File) ? TronVaultKey.Create(place.File) : place.Source.Read();

    /// <summary>The key on the command line, else the one in the settings, else the one beside the vault, where <c>keys new</c> puts it.</summary>
    private static TronVaultKeySource RequireKey(string path, CommandLine line) =>
        (Find(line, "--key") ?? Configured(line) ?? (File.Exists(Beside(path).File) ? Beside(path) : null))?.Source
            ?? throw new StartRefusedException(StartRefusedException.Usage, "Where is the vault's key? Say --key-file FILE, --key-secret FILE or --key-variable NAME.");

    private static KeyPlace Beside(string path) => new(TronVaultKeySource.File($"{path}.key"), $"Tron__VaultKeyFile={path}.key", $"{path}.key", string.Empty);

    private static KeyPlace? Find(CommandLine line, string prefix) =>
        Choose(line[$"{prefix}-file"], line[$"{prefix}-secret"], line[$"{prefix}-variable"], (kind, name) => $" {prefix}-{kind} '{name}'");

    private static KeyPlace? Configured(CommandLine line)
    {
        var settings = HostSettings.Read(line.Settings);
        return Choose(settings["Tron:VaultKeyFile"], settings["Tron:VaultKeySecret"], settings["Tron:VaultKeyVariable"], (_, _) => string.Empty);
    }

    private static KeyPlace? Choose(string? file, string? secret, string? variable, Func<string, string, string> words) => (file, secret, variable) switch
    {
        (null or "", null or "", null or "") => null,
        ({ } name, null or "", null or "") => new(TronVaultKeySource.File(name), $"Tron__VaultKeyFile={name}", name, words("file", name)),
        (null or "", { } name, null or "") => new(TronVaultKeySource.Secret(name), $"Tron__VaultKeySecret={name}", null, words("secret", name)),
        (null or "", null or "", { } name) => new(TronVaultKeySource.Variable(name), $"Tron__VaultKeyVariable={name}", null, words("variable", name)),
        _ => throw new StartRefusedException(StartRefusedException.Usage, "A key is in one place: a file, a secret or a variable."),
    };

    /// <param name="Source">Where a key is.</param>
    /// <param name="Setting">As the host is told of it.</param>
    /// <param name="File">The file that may be made; null for a key that others provide.</param>
    /// <param name="Words">As this command was told of it.</param>
    private sealed record KeyPlace(TronVaultKeySource Source, string Setting, string? File, string Words);
}
