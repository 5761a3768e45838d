using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Accounts;

namespace Marketplace.Frontends.Engine;

/// <summary>
/// Writes and reads what buttons carry: <c>1.action.arguments.tag</c>. The tag binds the data to one account, so that nobody can press what
/// was shown to another, or write data of his own; the version lets an old menu be told from a broken one.
/// </summary>
internal sealed class ButtonSeal(byte[] key)
{
    public const int MostBytes = 64;
    private const string Version = "1";
    private const int TagBytes = 6;

    public string Seal(AccountId account, string action, IEnumerable<string> arguments)
    {
        var data = string.Join('.', [Version, action, .. arguments]);
        var sealedData = $"{data}.{Tag(account, data)}";
        return sealedData.Length <= MostBytes
            ? sealedData
            : throw new InvalidOperationException($"The button \"{action}\" carries {sealedData.Length} bytes; platforms take {MostBytes}.");
    }

    /// <summary>The action and its arguments, or null for data of another version or person.</summary>
    public (string Action, ActionArguments Arguments)? Open(AccountId account, string data)
    {
        var end = data.LastIndexOf('.');
        if (end < 0 || data.Length > MostBytes || !CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(data[(end + 1)..]), Encoding.UTF8.GetBytes(Tag(account, data[..end]))))
        {
            return null;
        }

        var parts = data[..end].Split('.');
        return parts.Length >= 2 && parts[0] == Version ? (parts[1], new ActionArguments(parts[2..])) : null;
    }

    private string Tag(AccountId account, string data)
    {
        var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{account.Value:N}|{data}"));
        return Base64Url.EncodeToString(hash.AsSpan(0, TagBytes));
    }
}
