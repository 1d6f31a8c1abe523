package org.pimtools.migrator.step.veeam;

import java.util.List;

/**
 * A PowerShell script for the backup server that gives jobs their names, for those that no REST interface renamed. Written for
 * Windows PowerShell 5.1 and PowerShell 7; the cmdlets are those of the vendor's PowerShell Reference. The vendor documents no
 * cmdlet that renames the job of a VM, so the script takes the server's own REST interface where there is one, and otherwise
 * shows what is left to do in the console.
 */
final class RenameScript {
    private static final String HEAD = """
            #Requires -Version 5.1
            # Renames backup jobs. Run it on the backup server, as often as you like: what is done is not done again.
            #   -WhatIf      shows what it would do
            #   -Credential  an administrator of Veeam Backup & Replication, for its REST interface (version 11 and later)
            [CmdletBinding(SupportsShouldProcess = $true)]
            param(
                [pscredential] $Credential,
                [uri] $Server = "https://$([Net.Dns]::GetHostEntry('').HostName):9419",
                [string] $ApiVersion = '1.1-rev0'
            )
            Set-StrictMode -Version 2.0
            $ErrorActionPreference = 'Stop'

            $renames = @(
            """;

    private static final String TAIL = """
            )

            if (-not (Get-Command -Name Get-VBRJob -ErrorAction SilentlyContinue)) {
                if (Get-Module -ListAvailable -Name Veeam.Backup.PowerShell) {
                    Import-Module -Name Veeam.Backup.PowerShell
                } else {
                    Add-PSSnapin -Name VeeamPSSnapin
                }
            }

            # Names are compared exactly: the cmdlet's own -Name takes wildcards.
            function Get-JobsNamed([string] $Name) {
                Get-VBRJob -WarningAction SilentlyContinue | Where-Object { $_.Name -ceq $Name }
            }

            function Rename-ByRest([string] $Id, [string] $Name) {
                $headers = @{ 'x-api-version' = $ApiVersion }
                $login = @{
                    grant_type = 'password'
                    username = $Credential.UserName
                    password = $Credential.GetNetworkCredential().Password
                }
                $token = Invoke-RestMethod -Method Post -Uri "$($Server)api/oauth2/token" -Headers $headers -Body $login
                $headers['Authorization'] = 'Bearer ' + $token.access_token
                try {
                    $job = Invoke-RestMethod -Method Get -Uri "$($Server)api/v1/jobs/$Id" -Headers $headers
                    $job.name = $Name
                    $body = [Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -InputObject $job -Depth 100))
                    $null = Invoke-RestMethod -Method Put -Uri "$($Server)api/v1/jobs/$Id" -Headers $headers `
                        -ContentType 'application/json; charset=utf-8' -Body $body
                } finally {
                    $null = Invoke-RestMethod -Method Post -Uri "$($Server)api/oauth2/logout" -Headers $headers
                }
            }

            $left = 0
            foreach ($rename in $renames) {
                $old = @(Get-JobsNamed $rename.Old)
                $new = @(Get-JobsNamed $rename.New)
                if ($old.Count -eq 0 -and $new.Count -eq 1) {
                    Write-Output "done: $($rename.New)"
                    continue
                }
                if ($old.Count -ne 1 -or $new.Count -ne 0) {
                    $left++
                    Write-Warning "left out: $($old.Count) jobs have the old name, $($new.Count) the new one: $($rename.Old)"
                    continue
                }
                if (-not $PSCmdlet.ShouldProcess($rename.Old, "rename to $($rename.New)")) {
                    $left++
                    continue
                }
                if ($Credential) {
                    try {
                        Rename-ByRest -Id ([string] $old[0].Id) -Name $rename.New
                    } catch {
                        Write-Warning "the REST interface did not rename it: $($_.Exception.Message)"
                    }
                }
                if (@(Get-JobsNamed $rename.New).Count -eq 1) {
                    Write-Output "renamed: $($rename.New)"
                } else {
                    $left++
                    Write-Warning "edit this job in the console: $($rename.Old) -- its new name: $($rename.New)"
                }
            }
            Write-Output "$($renames.Count - $left) of $($renames.Count) jobs have their new name"
            if ($left -gt 0) { exit 1 }
            """;

    private RenameScript() {}

    /** One job that is to be renamed. */
    record Rename(String oldName, String newName) {}

    /** The script for all of them, with the line ends of Windows. @throws IllegalArgumentException without any */
    static String text(List<Rename> renames) {
        if (renames.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to rename");
        }
        StringBuilder script = new StringBuilder(HEAD);
        for (Rename rename : renames) {
            script.append("    @{ Old = ")
                    .append(PowerShellText.literal(rename.oldName()))
                    .append("; New = ")
                    .append(PowerShellText.literal(rename.newName()))
                    .append(" }\n");
        }
        return script.append(TAIL).toString().replace("\n", "\r\n");
    }
}
